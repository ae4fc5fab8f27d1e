using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MemHygiene.JsonStores.Copying;

/// <summary>
/// The parts of copying lists and arrays that need no knowledge of the element. All go into the dynamic method that calls them, which the JIT
/// optimises from the first call on: alone they would begin slow.
/// </summary>
internal static class ElementCopies
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T[] CopyArray<T>(T[] source) => source.AsSpan().ToArray();

    // One call of the list's own, which costs less than a new list, its length and its elements one after the other.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static List<T> CopyList<T>(List<T> source) => source.GetRange(0, source.Count);

    /// <summary>A list of as many elements, not yet set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static List<T> NewList<T>(List<T> source)
    {
        var copy = new List<T>(source.Count);
        CollectionsMarshal.SetCount(copy, source.Count);
        return copy;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint ListLength<T>(List<T> list) => list.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref T ListStart<T>(List<T> list) => ref MemoryMarshal.GetReference(CollectionsMarshal.AsSpan(list));

    public static nint ArrayLength<T>(T[] array) => array.Length;

    public static ref T ArrayStart<T>(T[] array) => ref MemoryMarshal.GetArrayDataReference(array);

    /// <summary>One of the others, for an element.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2060", Justification = "The methods ask nothing of their type argument.")]
    [RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
    public static MethodInfo Method(string name, Type element) =>
        typeof(ElementCopies).GetMethods(BindingFlags.Public | BindingFlags.Static).Single(method => method.Name == name).MakeGenericMethod(element);
}

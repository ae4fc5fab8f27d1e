using System.Collections.Frozen;
using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace MemHygiene.JsonStores.Copying;

/// <summary>
/// The constructor through which an object of a type that derives from a framework's collection gets the collection's part, from a plain copy
/// of that: the user's own constructors do not run, and the framework's private fields stay its own.
/// </summary>
/// <param name="Constructor">The collection's.</param>
/// <param name="Getters">For each parameter what reads it from the plain copy; null where the copy itself is meant.</param>
internal sealed record CollectionPart(ConstructorInfo Constructor, IReadOnlyList<MethodInfo?> Getters)
{
    private const string Comparer = "Comparer";

    // Without stacks, which would come out upside down, and concurrent ones: a document that derives from those takes the round trip.
    private static readonly FrozenDictionary<Type, (Type Parameter, string? Property)[]> Parts = new Dictionary<Type, (Type, string?)[]>
    {
        [typeof(List<>)] = [(typeof(IEnumerable<>), null)],
        [typeof(Collection<>)] = [(typeof(IList<>), "Items")],
        [typeof(ObservableCollection<>)] = [(typeof(IEnumerable<>), null)],
        [typeof(LinkedList<>)] = [(typeof(IEnumerable<>), null)],
        [typeof(Queue<>)] = [(typeof(IEnumerable<>), null)],
        [typeof(HashSet<>)] = [(typeof(IEnumerable<>), null), (typeof(IEqualityComparer<>), Comparer)],
        [typeof(SortedSet<>)] = [(typeof(IEnumerable<>), null), (typeof(IComparer<>), Comparer)],
        [typeof(Dictionary<,>)] = [(typeof(IDictionary<,>), null), (typeof(IEqualityComparer<>), Comparer)],
        [typeof(SortedDictionary<,>)] = [(typeof(IDictionary<,>), null), (typeof(IComparer<>), Comparer)],
        [typeof(SortedList<,>)] = [(typeof(IDictionary<,>), null), (typeof(IComparer<>), Comparer)],
    }.ToFrozenDictionary();

    /// <summary>Null for a collection that nobody has described here.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A constructor that trimming has removed makes the document take the round trip.")]
    [UnconditionalSuppressMessage("Trimming", "IL2055", Justification = "The interfaces ask nothing of their type arguments but notnull.")]
    [RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
    public static CollectionPart? Of(Type collection)
    {
        if (!collection.IsGenericType || !Parts.TryGetValue(collection.GetGenericTypeDefinition(), out var parts))
        {
            return null;
        }

        var arguments = collection.GenericTypeArguments;
        var parameters = parts.Select(part => part.Parameter.MakeGenericType(arguments[..part.Parameter.GetGenericArguments().Length]));
        var getters = parts.Select(part => part.Property is null ? null : Getter(collection, part.Property)).ToArray();
        return collection.GetConstructor([.. parameters]) is { } constructor && parts.Zip(getters).All(pair => pair.First.Property is null || pair.Second is not null)
            ? new(constructor, getters)
            : null;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "A property that trimming has removed makes the document take the round trip.")]
    private static MethodInfo? Getter(Type collection, string property) =>
        collection.GetProperty(property, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)?.GetMethod;
}

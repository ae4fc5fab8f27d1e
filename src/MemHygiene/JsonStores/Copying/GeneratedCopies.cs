using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace MemHygiene.JsonStores.Copying;

/// <summary>Where code that the compiler has written for <see cref="JsonStoreDocumentAttribute"/> announces itself. Not for other callers.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GeneratedCopies
{
    private static readonly ConcurrentDictionary<Type, Delegate> Copies = new();

    /// <summary>Adds the copying of a document type. Two assemblies may both have written it: the first counts. Thread-safe.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="copy">Gives a graph that shares nothing mutable with the one it is given.</param>
    /// <exception cref="ArgumentNullException"><paramref name="copy"/> is null.</exception>
    public static void Add<T>(Func<T, T> copy)
    {
        ArgumentNullException.ThrowIfNull(copy);

        Copies.TryAdd(typeof(T), copy);
    }

    /// <summary>Copies with what the document's own assembly has added: for documents that are part of another assembly's document.</summary>
    /// <typeparam name="T">The document.</typeparam>
    /// <param name="document">May be null.</param>
    /// <returns>A graph that shares nothing mutable with the document.</returns>
    /// <exception cref="UnknownTypeException">Nothing has been added for the type.</exception>
    public static T Copy<T>(T document) => For<T>() is { } copy ? copy(document) : throw new UnknownTypeException(typeof(T));

    internal static Func<T, T>? For<T>()
    {
        if (!Copies.TryGetValue(typeof(T), out var copy))
        {
            // A type that was only mentioned so far has not run its assembly's initializers.
            RuntimeHelpers.RunModuleConstructor(typeof(T).Module.ModuleHandle);
            Copies.TryGetValue(typeof(T), out copy);
        }

        return (Func<T, T>?)copy;
    }
}

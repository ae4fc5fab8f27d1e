using System.Collections.Concurrent;
using System.ComponentModel;

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

    internal static Func<T, T>? For<T>() => Copies.TryGetValue(typeof(T), out var copy) ? (Func<T, T>)copy : null;
}

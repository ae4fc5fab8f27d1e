using Microsoft.Extensions.Primitives;

namespace MemHygiene.JsonStores;

public sealed partial class JsonStore<T> : IDisposable
{
    /// <summary>
    /// Gives the instance that all readers share, without copying it. For documents that cannot be changed: records and classes whose fields are all read-only (<c>init</c> is), down to
    /// values and the collections of System.Collections.Immutable. That is proven once, by reflection over all fields.
    /// </summary>
    /// <returns>The document.</returns>
    /// <exception cref="InvalidOperationException">
    /// Something in the document can be changed; the message names it. In native programs nothing can be proven: there it is always thrown.
    /// </exception>
    /// <exception cref="JsonStoreException">No good document yet, and the file is missing, unreadable, malformed or null.</exception>
    public T View() => _objection.Value is null
        ? Counted(_cache.Get()).Document
        : throw new InvalidOperationException($"JsonStore<{typeof(T).Name}>.View() would share a document that can be changed: {_objection.Value}.");

    /// <summary>
    /// Calls a handler whenever the document has changed, by a save of this store or in the file. As long as there is a handler, the file is looked at each time to live, also when
    /// nobody reads.
    /// </summary>
    /// <remarks>
    /// Handlers run one after the other on a pool thread, each with a copy of its own of the newest document; changes that follow each other quickly are one call. A handler that throws is
    /// logged and keeps no other from being called.
    /// </remarks>
    /// <param name="handler">Gets the document.</param>
    /// <returns>Dispose of it to end the calls.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="handler"/> is null.</exception>
    public IDisposable OnChange(Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);

        return _watch.Add(() => handler(Read()));
    }

    /// <summary>A token for the next change, as <see cref="OnChange"/> sees it. The file is looked at each time to live until it has changed.</summary>
    /// <returns>A token to register callbacks with. One token tells of one change.</returns>
    public IChangeToken GetChangeToken() => _watch.Next();

    /// <summary>Ends the looking for those who wait for changes. The store itself goes on.</summary>
    void IDisposable.Dispose() => _watch.Dispose();
}

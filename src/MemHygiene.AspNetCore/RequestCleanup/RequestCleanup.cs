using System.Buffers;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>What one request gives back when it ends: taken from <c>HttpContext.RequestCleanup()</c>.</summary>
/// <remarks>
/// Everything runs last-in first-out after the response, also after an unhandled exception and when the client has gone; one that fails is
/// logged and does not stop the rest. It runs on the connection: the next request of a keep-alive connection waits for it, so it must be cheap;
/// slow work belongs to <see cref="RunInBackground"/>. The request's DI scope is still alive while it runs. All members are thread-safe.
/// After the request's end every member throws <see cref="ObjectDisposedException"/> and takes nothing over.
/// </remarks>
public readonly struct RequestCleanup
{
    private readonly CleanupRegistry? _registry;
    private readonly long _generation;

    internal RequestCleanup(CleanupRegistry registry)
    {
        _registry = registry;
        _generation = registry.Generation;
    }

    private CleanupRegistry Registry =>
        _registry ?? throw new InvalidOperationException($"A default RequestCleanup belongs to no request: take it from {nameof(HttpContext)}.RequestCleanup().");

    /// <summary>Disposes <paramref name="disposable"/> when the request ends; from here on it belongs to the request.</summary>
    /// <param name="disposable">What to dispose; its <c>Dispose</c> must be cheap and may not block.</param>
    /// <exception cref="ArgumentNullException"><paramref name="disposable"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The request has ended; the caller still owns the disposable.</exception>
    public void Dispose(IDisposable disposable)
    {
        ArgumentNullException.ThrowIfNull(disposable);

        Registry.Add(_generation, new CleanupEntry(static (item, _) => ((IDisposable)item!).Dispose(), disposable, null));
    }

    /// <summary>Calls <paramref name="callback"/> when the request ends.</summary>
    /// <param name="callback">Cheap, synchronous work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The request has ended; the callback will not run.</exception>
    public void Run(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);

        Registry.Add(_generation, new CleanupEntry(static (action, _) => ((Action)action!)(), callback, null));
    }

    /// <summary>Calls <paramref name="callback"/> with <paramref name="state"/> when the request ends: no closure, no allocation unless the state is a struct.</summary>
    /// <typeparam name="T">The state's type; a struct is boxed.</typeparam>
    /// <param name="state">Handed to the callback.</param>
    /// <param name="callback">Cheap, synchronous work.</param>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The request has ended; the callback will not run.</exception>
    public void Run<T>(T state, Action<T> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);

        Registry.Add(_generation, new CleanupEntry(static (item, action) => ((Action<T>)action!)((T)item!), state, callback));
    }

    /// <summary>Rents an array from <see cref="ArrayPool{T}.Shared"/> and returns it, once, when the request ends.</summary>
    /// <remarks>Do not return it yourself. Arrays that hold references are cleared on return, others keep their bytes.</remarks>
    /// <typeparam name="T">The elements' type.</typeparam>
    /// <param name="minimumLength">In elements; the array may be longer and its content is arbitrary.</param>
    /// <returns>The array, valid until the request's end.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimumLength"/> is negative.</exception>
    /// <exception cref="ObjectDisposedException">The request has ended.</exception>
    public T[] Rent<T>(int minimumLength)
    {
        var registry = Registry;
        registry.ThrowIfEnded(_generation);
        var array = ArrayPool<T>.Shared.Rent(minimumLength);
        var entry = new CleanupEntry(
            static (item, _) => ArrayPool<T>.Shared.Return((T[])item!, clearArray: RuntimeHelpers.IsReferenceOrContainsReferences<T>()),
            array,
            null);
        try
        {
            registry.Add(_generation, entry);
        }
        catch (ObjectDisposedException)
        {
            entry.Run();
            throw;
        }

        return array;
    }

    /// <summary>Queues slow work, which starts after the request's end on a background worker with a DI scope of its own.</summary>
    /// <remarks>
    /// The place in the queue is taken now, so work that is accepted runs unless the process dies or the shutdown's bound is reached. Do not
    /// capture the <see cref="HttpContext"/> or anything of the request's scope: both are gone by then.
    /// </remarks>
    /// <param name="work">Gets the services of its own scope, and a token that is cancelled when the shutdown waits no longer.</param>
    /// <returns>True when accepted; false, logged and counted, when <see cref="RequestCleanupOptions.BackgroundCapacity"/> is reached or the host is stopping: the work will not run.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The request has ended; the work will not run.</exception>
    public bool RunInBackground(Func<IServiceProvider, CancellationToken, ValueTask> work)
    {
        ArgumentNullException.ThrowIfNull(work);

        return Registry.AddBackground(_generation, work);
    }
}

namespace MemHygiene.JsonStores;

public sealed partial class JsonStore<T>
{
    /// <summary>
    /// Replaces the file by the document, atomically and durably: when the call returns, the document is on the disk and every later read
    /// sees it. Never falls between another's read and write in <see cref="UpdateAsync(Action{T}, CancellationToken)"/>, of this process or another. The document is the caller's to
    /// change again afterwards.
    /// </summary>
    /// <param name="document">The whole document.</param>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    /// <exception cref="JsonStoreException">The file could not be locked or written; only this call fails, readers keep what they had.</exception>
    public void Save(T document)
    {
        ArgumentNullException.ThrowIfNull(document);

        using var prepared = _file.Prepare(document, FinalTarget());
        using var turn = _writers.Enter();
        Flush(prepared);
        turn.Lock(prepared.Target);
        Commit(prepared);
    }

    /// <summary>
    /// As <see cref="Save"/>, without blocking the caller's thread for disk and lock. The document may be changed as soon as the call has returned its
    /// task.
    /// </summary>
    /// <param name="document">The whole document.</param>
    /// <param name="cancellationToken">Ends the wait for others who write. Once the file is being replaced, a save is finished.</param>
    /// <returns>Completed when the document is on the disk.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    /// <exception cref="JsonStoreException">The file could not be locked or written; only this call fails, readers keep what they had.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing was saved.</exception>
    public Task SaveAsync(T document, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);

        return SavePreparedAsync(document, expected: null, cancellationToken);
    }

    /// <summary>
    /// Saves the document if the file still has the version that the caller has seen, and does nothing otherwise. The content is compared, not the file's dates.
    /// </summary>
    /// <param name="document">The whole document.</param>
    /// <param name="expected">From <see cref="ReadVersioned"/> or an earlier save. The default value saves only where there is no file.</param>
    /// <param name="cancellationToken">Ends the wait for others who write. Once the file is being replaced, a save is finished.</param>
    /// <returns>The version that the file has now, once it is on the disk; null if somebody else was first.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="document"/> is null.</exception>
    /// <exception cref="JsonStoreException">The file could not be locked, read or written; only this call fails, readers keep what they had.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing was saved.</exception>
    public Task<JsonStoreVersion?> TrySaveAsync(T document, JsonStoreVersion expected, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(document);

        return SavePreparedAsync(document, expected, cancellationToken);
    }

    /// <summary>
    /// Changes the document without losing what others change at the same time, in this process and in others: takes the lock, reads the file if it is not known to be unchanged,
    /// has a private copy changed, and saves it. A change that throws changes nothing.
    /// </summary>
    /// <param name="change">Changes the document that it is given. Others wait for it, so it should be short, and must not save or update the same document itself.</param>
    /// <param name="cancellationToken">Ends the wait for others who write. Once the change has been made, it is saved.</param>
    /// <returns>The document that is on the disk now. It belongs to the caller.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="change"/> is null.</exception>
    /// <exception cref="JsonStoreException">The file could not be locked, read or written. A malformed one is never written over.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled; nothing was saved.</exception>
    public Task<T> UpdateAsync(Action<T> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return UpdateCoreAsync(
            document =>
            {
                change(document);
                return Task.FromResult(document);
            },
            cancellationToken);
    }

    /// <inheritdoc cref="UpdateAsync(Action{T}, CancellationToken)"/>
    /// <param name="change">Returns the document to save: the one that it is given, changed, or another.</param>
    /// <param name="cancellationToken">Ends the wait for others who write. Once the change has been made, it is saved.</param>
    public Task<T> UpdateAsync(Func<T, T> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return UpdateCoreAsync(document => Task.FromResult(change(document)), cancellationToken);
    }

    /// <inheritdoc cref="UpdateAsync(Action{T}, CancellationToken)"/>
    /// <param name="change">Changes the document that it is given, and has done so when its task completes. Others wait for it, in other processes too.</param>
    /// <param name="cancellationToken">Ends the wait for others who write. Once the change has been made, it is saved.</param>
    public Task<T> UpdateAsync(Func<T, Task> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return UpdateCoreAsync(
            async document =>
            {
                await change(document).ConfigureAwait(false);
                return document;
            },
            cancellationToken);
    }

    /// <inheritdoc cref="UpdateAsync(Action{T}, CancellationToken)"/>
    /// <param name="change">Returns the document to save: the one that it is given, changed, or another. Others wait for it, in other processes too.</param>
    /// <param name="cancellationToken">Ends the wait for others who write. Once the change has been made, it is saved.</param>
    public Task<T> UpdateAsync(Func<T, Task<T>> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);

        return UpdateCoreAsync(change, cancellationToken);
    }

    // The document is written before the first await, on the caller's thread: it is the caller's again when the task is there. No system in use flushes asynchronously, and a flush takes
    // milliseconds: that is a pool thread's.
    private async Task<JsonStoreVersion?> SavePreparedAsync(T document, JsonStoreVersion? expected, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var prepared = _file.Prepare(document, FinalTarget());
        using var turn = await _writers.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(
            async () =>
            {
                Flush(prepared);
                await turn.LockAsync(prepared.Target).ConfigureAwait(false);
                if (expected is not null && _file.CurrentVersion(_cache.Current) != expected)
                {
                    return (JsonStoreVersion?)null;
                }

                Commit(prepared);
                return prepared.Version;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<T> UpdateCoreAsync(Func<T, Task<T>> change, CancellationToken cancellationToken)
    {
        using var turn = await _writers.EnterAsync(cancellationToken).ConfigureAwait(false);
        return await Task.Run(
            async () =>
            {
                var target = FinalTarget();
                await turn.LockAsync(target).ConfigureAwait(false);
                var document = await change(_file.ReadForUpdate(_cache.Current, _copier).Document).ConfigureAwait(false);
                using var prepared = _file.Prepare(
                    document ?? throw new InvalidOperationException("The change returned null instead of a document."), target);
                Flush(prepared);
                Commit(prepared);
                return document;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private string FinalTarget()
    {
        try
        {
            return ReplacementFile.FinalTarget(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw JsonStoreException.NotSaved(_path, failure);
        }
    }

    private void Flush(PreparedDocument prepared) => Named(prepared.Flush);

    // The cache forgets what it has and loads what was written with the next read: never the caller's own graph, which the caller may change.
    private void Commit(PreparedDocument prepared)
    {
        try
        {
            Named(prepared.Commit);
            _metrics.Saved();
        }
        finally
        {
            // Also when the folder could not be flushed after the renaming: readers see the file as it is.
            if (prepared.IsCommitted)
            {
                Clear();
                _watch.Seen(prepared.Version);
            }
        }

        if (!_isSwept)
        {
            _isSwept = true;
            ReplacementFile.SweepAbandoned(_path, _time.GetUtcNow());
        }
    }

    private void Named(Action step)
    {
        try
        {
            step();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw JsonStoreException.NotSaved(_path, failure);
        }
    }
}

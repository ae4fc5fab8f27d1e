namespace MemHygiene.AspNetCore.RequestCleanup;

/// <summary>One thing to do at the request's end: a static callback and its two arguments, so that no entry needs a closure.</summary>
internal readonly struct CleanupEntry(Action<object?, object?> callback, object? first, object? second)
{
    public void Run() => callback(first, second);
}

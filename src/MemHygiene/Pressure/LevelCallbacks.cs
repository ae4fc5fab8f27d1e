using Microsoft.Extensions.Logging;

namespace MemHygiene.Pressure;

/// <summary>Those who want to be told when the level changes. One that throws or hangs is left out until it returns; the others are told.</summary>
internal sealed class LevelCallbacks(MemoryConsumers calls, MemoryMonitorOptions options, ILogger logger)
{
    private readonly Lock _gate = new();
    private Callback[] _callbacks = [];

    public IDisposable Add(Action<MemoryLevel> action)
    {
        var callback = new Callback(this, action);
        lock (_gate)
        {
            _callbacks = [.. _callbacks, callback];
        }

        return callback;
    }

    public void Tell(MemoryLevel level)
    {
        foreach (var callback in Volatile.Read(ref _callbacks))
        {
            if (!callback.IsRunning && !calls.TryCall(() => callback.Run(level)))
            {
                PressureLog.CallbackHangs(logger, options.TrimTimeout);
            }
        }
    }

    private sealed class Callback(LevelCallbacks owner, Action<MemoryLevel> action) : IDisposable
    {
        private volatile bool _isRunning;

        public bool IsRunning => _isRunning;

        public void Run(MemoryLevel level)
        {
            _isRunning = true;
            try
            {
                action(level);
            }
            catch (Exception exception)
            {
                PressureLog.CallbackFailed(owner.Logger, exception);
            }
            finally
            {
                _isRunning = false;
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._callbacks = [.. owner._callbacks.Where(other => other != this)];
            }
        }
    }

    private ILogger Logger => logger;
}

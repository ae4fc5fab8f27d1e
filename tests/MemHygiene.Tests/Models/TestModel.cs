using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.Models;

/// <summary>A model that counts its disposals and notices when it is used after the first one.</summary>
internal sealed class TestModel(int generation = 1) : IDisposable
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposals;

    public int Generation => generation;

    public int Disposals => Volatile.Read(ref _disposals);

    public int Predict(int question)
    {
        ObjectDisposedException.ThrowIf(Disposals > 0, this);
        return question + generation;
    }

    public Task Disposed => _disposed.Task;

    public void Dispose()
    {
        Interlocked.Increment(ref _disposals);
        _disposed.TrySetResult();
    }
}

/// <summary>A load that starts when it is called and ends when the test says so.</summary>
internal sealed class GatedLoader
{
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource<TestModel>> _loads = [];
    private readonly List<CancellationToken> _tokens = [];
    private TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Loads
    {
        get
        {
            lock (_gate)
            {
                return _loads.Count;
            }
        }
    }

    public Task<TestModel> LoadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _loads.Add(new(TaskCreationOptions.RunContinuationsAsynchronously));
            _tokens.Add(cancellationToken);
            _started.TrySetResult();
            return _loads[^1].Task;
        }
    }

    /// <summary>Waits until the next load has started and hands it to the test.</summary>
    public async Task<(TaskCompletionSource<TestModel> Load, CancellationToken Token)> NextAsync()
    {
        await _started.Task.WaitAsync(TestContext.Current.CancellationToken);
        lock (_gate)
        {
            _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return (_loads[^1], _tokens[^1]);
        }
    }
}

internal static class TestCache
{
    public static ServiceProvider Services(Action<MemHygieneBuilder> add)
    {
        var services = new ServiceCollection();
        add(services.AddMemHygiene());
        return services.BuildServiceProvider(validateScopes: true);
    }
}

using System.Globalization;
using MemHygiene.JsonStoreApp.Processes;

namespace MemHygiene.JsonStoreApp.Crashes;

/// <summary>A writer as its parent sees it: what it has acknowledged, and whether that can be true.</summary>
internal sealed class WriterProcess : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Worker _worker;
    private long _acknowledged;
    private long _lastCount;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _broken;

    public WriterProcess(string name, string path, string[] args)
    {
        Name = name;
        _worker = new(Worker.Arguments("crash-writer", path, args, "--name", name), OnLine);
    }

    public string Name { get; }

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Whether it has a file open that is to take the document's place: it is inside a write. Linux only; false elsewhere.</summary>
    public bool IsWriting
    {
        get
        {
            try
            {
                return new DirectoryInfo($"/proc/{_worker.Id}/fd").EnumerateFiles().Any(file => file.LinkTarget?.EndsWith(".tmp", StringComparison.Ordinal) is true);
            }
            catch (IOException)
            {
                return false; // A file was closed while it was looked at.
            }
        }
    }

    /// <summary>Completed by the next acknowledgement that comes.</summary>
    public Task NextAsync()
    {
        lock (_gate)
        {
            return _next.Task;
        }
    }

    /// <summary>kill -9; completed when the process is gone and its last acknowledgement was taken.</summary>
    /// <exception cref="Violation">It had ended by itself.</exception>
    public async Task KillAsync()
    {
        var endedByItself = _worker.Ended.IsCompleted;
        _worker.Kill();
        var code = await _worker.Ended;
        if (endedByItself)
        {
            throw new Violation($"{Name} ended by itself with {code}.");
        }
    }

    /// <exception cref="Violation">An acknowledgement was impossible: an update that had been acknowledged before it was lost.</exception>
    public void ThrowIfBroken()
    {
        lock (_gate)
        {
            if (_broken is not null)
            {
                throw new Violation(_broken);
            }
        }
    }

    public ValueTask DisposeAsync() => _worker.DisposeAsync();

    private void OnLine(string line)
    {
        var numbers = line.Split(' ')[1..].Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        lock (_gate)
        {
            if (numbers[0] != _acknowledged + 1 || numbers[1] <= _lastCount)
            {
                _broken ??= $"{Name} acknowledged its update {_acknowledged} as number {_lastCount} of all, and then {numbers[0]} as {numbers[1]}.";
            }

            (_acknowledged, _lastCount) = (numbers[0], numbers[1]);
            _next.SetResult();
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

using System.Diagnostics;

namespace MemHygiene.AspNetCore.Recycling.Output;

/// <summary>
/// Passes on what a worker writes. Each of its two streams has a thread of its own that does nothing but read: a worker never waits for the supervisor's thread pool, and finds
/// its pipe broken, not full, when the supervisor is killed.
/// </summary>
internal sealed class WorkerOutput
{
    private const int ReaderStackBytes = 256 * 1024;
    private const int BufferBytes = 16 * 1024;

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int _number;
    private int _open = 2;

    private WorkerOutput(int number) => _number = number;

    /// <summary>Completes when both streams have ended and all of them is written. A process that the worker has started may hold them open for longer than the worker lives.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts to read a process that was started with both streams redirected.</summary>
    public static WorkerOutput Follow(Process process, int number, SharedOutput standard, SharedOutput error)
    {
        var output = new WorkerOutput(number);
        output.Follow(process.StandardOutput.BaseStream, standard, "output");
        output.Follow(process.StandardError.BaseStream, error, "error");
        return output;
    }

    private void Follow(Stream source, SharedOutput target, string name) =>
        new Thread(() => Pass(source, target), ReaderStackBytes) { IsBackground = true, Name = $"MemHygiene worker {_number} {name}" }.Start();

    private void Pass(Stream source, SharedOutput target)
    {
        var lines = new NumberedLines(_number);
        var buffer = new byte[BufferBytes];
        try
        {
            while (source.Read(buffer) is > 0 and var read)
            {
                target.Write(lines.Add(buffer.AsSpan(0, read)));
            }
        }
        catch (IOException)
        {
            // As good as its end.
        }

        target.Write(lines.End());
        source.Dispose();
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _ended.TrySetResult();
        }
    }
}

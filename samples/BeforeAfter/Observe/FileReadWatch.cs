using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace BeforeAfter.Observe;

/// <summary>Counts how often any process opens a file for reading, by inotify: from outside, the same for every app.</summary>
/// <remarks>
/// Two opens that happen between two looks of this thread and with nothing between them come as one event: the count can be too low under heavy load,
/// never too high. Opens and closes are counted each, and the larger number holds.
/// </remarks>
internal sealed class FileReadWatch : IDisposable
{
    private const int PollMilliseconds = 100;
    private const int EventHeader = 16;

    private readonly int _descriptor;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _opens;
    private long _closes;

    public FileReadWatch(string path)
    {
        _descriptor = Native.InotifyInit(Native.InNonBlockCloseOnExec);
        if (_descriptor < 0 || Native.InotifyAddWatch(_descriptor, path, Native.InOpen | Native.InCloseNoWrite) < 0)
        {
            var reason = new Win32Exception(Marshal.GetLastPInvokeError());
            throw new RunFailedException($"The kernel does not let us watch {path}: {reason.Message}.", reason);
        }

        _thread = new Thread(Listen) { IsBackground = true, Name = "file read watch", Priority = ThreadPriority.AboveNormal };
        _thread.Start();
    }

    public long Reads => Math.Max(Interlocked.Read(ref _opens), Interlocked.Read(ref _closes));

    public void Dispose()
    {
        if (!_stopping)
        {
            _stopping = true;
            _thread.Join();
            _ = Native.Close(_descriptor);
        }
    }

    private void Listen()
    {
        Span<byte> buffer = stackalloc byte[4096];
        while (!_stopping)
        {
            var poll = new Native.PollDescriptor { Descriptor = _descriptor, Events = Native.PollIn };
            if (Native.Poll(ref poll, 1, PollMilliseconds) > 0)
            {
                Drain(buffer);
            }
        }

        // What was opened before the end was asked for counts.
        Drain(buffer);
    }

    private void Drain(Span<byte> buffer)
    {
        nint length;
        while ((length = Native.Read(_descriptor, ref MemoryMarshal.GetReference(buffer), (nuint)buffer.Length)) > 0)
        {
            Count(buffer[..(int)length]);
        }
    }

    private void Count(ReadOnlySpan<byte> events)
    {
        while (events.Length >= EventHeader)
        {
            var mask = BinaryPrimitives.ReadUInt32LittleEndian(events[4..]);
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(events[12..]);
            if ((mask & Native.InOpen) != 0)
            {
                Interlocked.Increment(ref _opens);
            }

            if ((mask & Native.InCloseNoWrite) != 0)
            {
                Interlocked.Increment(ref _closes);
            }

            events = events[(EventHeader + nameLength)..];
        }
    }
}

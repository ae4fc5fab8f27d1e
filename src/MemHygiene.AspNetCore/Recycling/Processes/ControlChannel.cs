using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>
/// One end of a socket pair. Its end of file is how a worker learns that the supervisor is gone and the other way round, so that both
/// sides read it on a thread of their own that no busy thread pool can hold up. Sending is thread-safe; only one thread receives.
/// </summary>
internal sealed unsafe class ControlChannel : IDisposable
{
    private const int HeaderLength = 1 + sizeof(int);
    private const int MaxTextBytes = 16 * 1024;

    private readonly Lock _sending = new();
    private readonly int _descriptor;
    private bool _closed;

    private ControlChannel(int descriptor) => _descriptor = descriptor;

    /// <summary>Makes a pair: this process's end, and the descriptor of the child's end, which the next process to be started inherits.</summary>
    public static (ControlChannel Own, int ChildDescriptor) CreatePair()
    {
        var ends = stackalloc int[2];
        ThrowIfFailed(Native.SocketPair(Native.UnixFamily, Native.StreamType | Native.CloseOnExecType, 0, ends));
        ThrowIfFailed(Native.Control(ends[1], Native.SetDescriptorFlags, 0));
        return (new ControlChannel(ends[0]), ends[1]);
    }

    /// <summary>Takes over an inherited end and keeps it from the processes that this one starts.</summary>
    /// <exception cref="Win32Exception">The descriptor is not open.</exception>
    public static ControlChannel Inherit(int descriptor)
    {
        ThrowIfFailed(Native.Control(descriptor, Native.SetDescriptorFlags, Native.CloseOnExecFlag));
        return new ControlChannel(descriptor);
    }

    /// <returns>False if the other side is gone.</returns>
    public bool TrySend(ControlMessage message)
    {
        var text = Encoding.UTF8.GetBytes(message.Text);
        var length = Math.Min(text.Length, MaxTextBytes);
        var frame = new byte[HeaderLength + length];
        frame[0] = (byte)message.Verb;
        BinaryPrimitives.WriteInt32LittleEndian(frame.AsSpan(1), length);
        text.AsSpan(0, length).CopyTo(frame.AsSpan(HeaderLength));
        lock (_sending)
        {
            return !_closed && SendAll(frame, message.Descriptor);
        }
    }

    /// <returns>The next message, or null at end of file.</returns>
    public ControlMessage? Receive()
    {
        var header = new byte[HeaderLength];
        if (!ReceiveAll(header, out var descriptor))
        {
            return null;
        }

        var text = new byte[BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(1))];
        return ReceiveAll(text, out _) ? new ControlMessage((ControlVerb)header[0], Encoding.UTF8.GetString(text), descriptor) : null;
    }

    /// <summary>Closes the end. Called by the receiving thread only, so that a descriptor's number is never reused under a pending read.</summary>
    public void Dispose()
    {
        lock (_sending)
        {
            if (!_closed)
            {
                _closed = true;
                _ = Native.Close(_descriptor);
            }
        }
    }

    private static void ThrowIfFailed(int result)
    {
        if (result < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    private bool SendAll(ReadOnlySpan<byte> frame, int passed)
    {
        while (!frame.IsEmpty)
        {
            fixed (byte* start = frame)
            {
                var buffer = new Native.Buffer { Start = start, Length = (nuint)frame.Length };
                var message = new Native.MessageHeader { Buffers = &buffer, BufferCount = 1 };
                var control = new Native.DescriptorControl
                {
                    Length = Native.DescriptorControl.LengthWithDescriptor,
                    Level = Native.SocketLevel,
                    Type = Native.PassRights,
                    Descriptor = passed,
                };
                if (passed >= 0)
                {
                    message.Control = &control;
                    message.ControlLength = (nuint)sizeof(Native.DescriptorControl);
                }

                var sent = Native.SendMessage(_descriptor, &message, Native.NoSignal);
                if (sent < 0)
                {
                    if (Marshal.GetLastPInvokeError() == Native.Interrupted)
                    {
                        continue;
                    }

                    return false;
                }

                frame = frame[(int)sent..];
                passed = -1;
            }
        }

        return true;
    }

    private bool ReceiveAll(Span<byte> target, out int passed)
    {
        passed = -1;
        while (!target.IsEmpty)
        {
            fixed (byte* start = target)
            {
                var buffer = new Native.Buffer { Start = start, Length = (nuint)target.Length };
                var control = new Native.DescriptorControl { Descriptor = -1 };
                var message = new Native.MessageHeader
                {
                    Buffers = &buffer,
                    BufferCount = 1,
                    Control = &control,
                    ControlLength = (nuint)sizeof(Native.DescriptorControl),
                };
                var received = Native.ReceiveMessage(_descriptor, &message, Native.CloseOnExecMessage);
                if (received < 0 && Marshal.GetLastPInvokeError() == Native.Interrupted)
                {
                    continue;
                }

                if (received <= 0)
                {
                    return false;
                }

                if (message.ControlLength >= Native.DescriptorControl.LengthWithDescriptor && control.Type == Native.PassRights)
                {
                    passed = control.Descriptor;
                }

                target = target[(int)received..];
            }
        }

        return true;
    }
}

using System.Buffers;
using System.Text;

namespace MemHygiene.AspNetCore.Recycling.Output;

/// <summary>
/// Makes whole lines of what one stream of a worker brings, and puts the worker's number in front of each. Bytes stay what they are, whatever their encoding. Lines
/// of JSON are left alone, and a level in front of a line (<c>&lt;4&gt;</c>) stays in front: the journal reads it there.
/// </summary>
internal sealed class NumberedLines(int number)
{
    /// <summary>A line is broken here: one that never ends must not fill the memory.</summary>
    public const int MaxLineBytes = 64 * 1024;

    private const int LevelBytes = 3;

    private readonly byte[] _mark = Encoding.ASCII.GetBytes($"[worker {number}] ");
    private readonly ArrayBufferWriter<byte> _unfinished = new();
    private readonly ArrayBufferWriter<byte> _finished = new();

    /// <summary>Takes bytes as they come.</summary>
    /// <returns>The lines that are complete now. Valid until the next call.</returns>
    public ReadOnlySpan<byte> Add(ReadOnlySpan<byte> bytes)
    {
        _finished.ResetWrittenCount();
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var length = end < 0 ? bytes.Length : end;
            var room = MaxLineBytes - _unfinished.WrittenCount;
            if (length > room)
            {
                FinishLine(bytes[..room]);
                bytes = bytes[room..];
            }
            else if (end < 0)
            {
                _unfinished.Write(bytes);
                break;
            }
            else
            {
                FinishLine(bytes[..end]);
                bytes = bytes[(end + 1)..];
            }
        }

        return _finished.WrittenSpan;
    }

    /// <summary>The stream has ended.</summary>
    /// <returns>Its last line, if that had no end. Valid until the next call.</returns>
    public ReadOnlySpan<byte> End()
    {
        _finished.ResetWrittenCount();
        if (_unfinished.WrittenCount > 0)
        {
            FinishLine([]);
        }

        return _finished.WrittenSpan;
    }

    private void FinishLine(ReadOnlySpan<byte> rest)
    {
        if (_unfinished.WrittenCount == 0)
        {
            WriteLine(rest);
            return;
        }

        _unfinished.Write(rest);
        WriteLine(_unfinished.WrittenSpan);
        _unfinished.ResetWrittenCount();
    }

    private void WriteLine(ReadOnlySpan<byte> line)
    {
        var level = line is [(byte)'<', >= (byte)'0' and <= (byte)'7', (byte)'>', ..] ? LevelBytes : 0;
        _finished.Write(line[..level]);
        if (line is not [(byte)'{', ..])
        {
            _finished.Write(_mark);
        }

        _finished.Write(line[level..]);
        _finished.Write("\n"u8);
    }
}

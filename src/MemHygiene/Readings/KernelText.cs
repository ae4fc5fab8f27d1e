using System.Buffers.Text;

namespace MemHygiene.Readings;

/// <summary>
/// Takes numbers out of the kernel's text. What is not a whole, non-negative number that fits is null: <c>max</c>, signs, overflows, junk. So is a number without a line end
/// behind it, because the rest of its digits may be missing.
/// </summary>
internal static class KernelText
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>The number that is all of a file.</summary>
    public static long? Number(ReadOnlySpan<byte> text) => text is [.. var digits, LineEnd] ? Digits(digits) : null;

    /// <summary>The number behind a key, one on each line: <c>key 12</c>, or <c>Key:  12 kB</c>, which is given in bytes.</summary>
    public static long? Value(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key)
    {
        while (NextLine(ref text, out var line))
        {
            if (line.Length > key.Length && line.StartsWith(key) && line[key.Length] is (byte)' ' or (byte)':')
            {
                var value = line[key.Length..].TrimStart(": \t"u8);
                return value.EndsWith(" kB"u8) ? Kilobytes(Digits(value[..^3])) : Digits(value);
            }
        }

        return null;
    }

    /// <summary>Takes a whole line off, without its end. False when none is left.</summary>
    public static bool NextLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        var end = text.IndexOf(LineEnd);
        line = end < 0 ? default : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return end >= 0;
    }

    /// <summary>Takes a word off a line; empty when none is left.</summary>
    public static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> line)
    {
        var end = line.IndexOf((byte)' ');
        var word = end < 0 ? line : line[..end];
        line = end < 0 ? default : line[(end + 1)..];
        return word;
    }

    /// <summary>How many numbers a list such as <c>0-3,6</c> has.</summary>
    public static int? CountOfList(ReadOnlySpan<byte> text)
    {
        var count = 0L;
        foreach (var range in text.TrimEnd(LineEnd).Split((byte)','))
        {
            var item = text[range];
            var dash = item.IndexOf((byte)'-');
            if (Digits(dash < 0 ? item : item[..dash]) is not { } first || Digits(item[(dash + 1)..]) is not { } last || last < first || last > short.MaxValue)
            {
                return null;
            }

            count += last - first + 1;
        }

        return count <= short.MaxValue && text is [.., LineEnd] ? (int)count : null;
    }

    /// <summary>The number that is all of a text.</summary>
    public static long? Digits(ReadOnlySpan<byte> digits) =>
        digits is [>= (byte)'0' and <= (byte)'9', ..] && Utf8Parser.TryParse(digits, out long number, out var used) && used == digits.Length ? number : null;

    private static long? Kilobytes(long? count) => count <= long.MaxValue / 1024 ? count * 1024 : null;
}

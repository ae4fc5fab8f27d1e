using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MemHygiene.JsonStores;

/// <summary>
/// Which content a document had: the first 128 bits of the SHA-256 of the file's bytes. The same in every process, on every machine and after a restart, and usable as an HTTP entity
/// tag. Not made of inode and times: a file system gives a freed inode to the next file, within the same tick of its clock.
/// </summary>
/// <remarks>The default value stands for no file. Two saves of the same content have the same version.</remarks>
public readonly record struct JsonStoreVersion : IParsable<JsonStoreVersion>
{
    private readonly UInt128 _hash;

    private JsonStoreVersion(UInt128 hash) => _hash = hash;

    /// <summary>Reads what <see cref="ToString"/> wrote, also between the quotes of an entity tag.</summary>
    /// <param name="s">32 hexadecimal digits.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The version.</returns>
    /// <exception cref="FormatException">It is no version.</exception>
    public static JsonStoreVersion Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);

        return TryParse(s, provider, out var version) ? version : throw new FormatException("A version has 32 hexadecimal digits.");
    }

    /// <summary>Reads what <see cref="ToString"/> wrote, also between the quotes of an entity tag.</summary>
    /// <param name="s">32 hexadecimal digits.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The version, if it is one.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out JsonStoreVersion result)
    {
        var digits = s.AsSpan();
        if (digits is ['"', .. var quoted, '"'])
        {
            digits = quoted;
        }

        var isVersion = UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) && digits.Length == 32;
        result = isVersion ? new(hash) : default;
        return isVersion;
    }

    /// <summary>32 hexadecimal digits; an HTTP entity tag once they are between quotes.</summary>
    public override string ToString() => _hash.ToString("x32", CultureInfo.InvariantCulture);

    internal static JsonStoreVersion Of(ReadOnlySpan<byte> hash) => new(BinaryPrimitives.ReadUInt128BigEndian(hash));
}

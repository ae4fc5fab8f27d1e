using System.Buffers;

namespace MemHygiene.JsonStores;

/// <summary>Which keys may become part of a file's name: those that name the same file everywhere, and none outside the folder.</summary>
internal static class StoreKey
{
    public const int MaxLength = 100;

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");
    private static readonly HashSet<string> Devices =
    [
        "con", "prn", "aux", "nul", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"com{n}", $"lpt{n}"]),
    ];

    /// <exception cref="ArgumentException">It is not such a key. The message does not repeat it: it may come from a request.</exception>
    public static void ThrowIfUnsafe(string key)
    {
        var isSafe = key.Length is > 0 and <= MaxLength && !key.AsSpan().ContainsAnyExcept(Allowed)
            && char.IsAsciiLetterOrDigit(key[0]) && key[^1] != '.' && !Devices.Contains(key.Split('.')[0]);
        if (!isSafe)
        {
            throw new ArgumentException(
                $"A key has 1 to {MaxLength} of the characters a-z, 0-9, '-', '_' and '.', begins with a letter or a digit, does not end with a dot and is no device's name.", nameof(key));
        }
    }
}

namespace MemHygiene.Readings;

/// <summary>Where the kernel's figures come from: its files, or a test's.</summary>
internal abstract class KernelFiles
{
    // Control groups of a busy host have long mount tables; nothing that is read here is longer.
    private const int MostBytes = 4 << 20;

    public static KernelFiles System { get; } = new SystemFiles();

    /// <summary>Never throws: a file that is not there reads as nothing until it is.</summary>
    public abstract KernelFile Open(string path);

    /// <summary>The names in a folder; null if it cannot be listed.</summary>
    public abstract IReadOnlyList<string>? List(string folder);

    /// <summary>What a symbolic link says; null if it is none or cannot be read.</summary>
    public abstract string? LinkTarget(string path);

    /// <summary>The whole file, for those that the kernel hands out in pieces; empty if there is nothing.</summary>
    public ReadOnlySpan<byte> ReadAll(string path)
    {
        using var file = Open(path);
        var buffer = new byte[8 << 10];
        var length = 0;
        while (file.Read(buffer.AsSpan(length), length) is > 0 and var read)
        {
            length += read;
            if (length == MostBytes)
            {
                break;
            }

            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(2 * length, MostBytes));
            }
        }

        return buffer.AsSpan(0, length);
    }
}

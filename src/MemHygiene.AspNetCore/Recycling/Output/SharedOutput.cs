namespace MemHygiene.AspNetCore.Recycling.Output;

/// <summary>A standard stream of the supervisor, for all who write to it: whole lines, one after the other. Thread-safe.</summary>
internal sealed class SharedOutput(Stream stream)
{
    private readonly Lock _gate = new();

    public static SharedOutput Standard { get; } = new(Console.OpenStandardOutput());

    public static SharedOutput Error { get; } = new(Console.OpenStandardError());

    /// <summary>Writes the lines, and waits for a reader that is slow. What cannot be written, to a full disk or a terminal that is gone, is lost.</summary>
    public void Write(ReadOnlySpan<byte> lines)
    {
        if (lines.IsEmpty)
        {
            return;
        }

        lock (_gate)
        {
            try
            {
                stream.Write(lines);
            }
            catch (IOException)
            {
                // Nobody is left to tell, and no worker may end for it.
            }
        }
    }
}

namespace MemHygiene.Readings;

/// <summary>One file of <c>/proc</c> or <c>/sys/fs/cgroup</c>, read again and again.</summary>
internal abstract class KernelFile : IDisposable
{
    /// <summary>Reads once, from <paramref name="offset"/> on, as much as fits. Never throws; 0 means that there is nothing: missing, denied, empty, or past the end.</summary>
    public abstract int Read(Span<byte> buffer, long offset = 0);

    public abstract void Dispose();
}

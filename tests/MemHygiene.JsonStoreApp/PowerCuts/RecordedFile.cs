namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>A file as programs see it while the power is on.</summary>
internal sealed class RecordedFile(int number, string name, uint mode)
{
    private byte[] _content = [];

    public int Number => number;

    public string Name { get; set; } = name;

    public uint Mode { get; set; } = mode;

    public uint User { get; set; }

    public uint Group { get; set; }

    /// <summary>Since 1970, in UTC.</summary>
    public TimeSpan ModifiedAt { get; set; } = Now;

    public int Length => _content.Length;

    private static TimeSpan Now => TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch;

    public ReadOnlySpan<byte> Read(long offset, int count)
    {
        var start = (int)Math.Min(offset, _content.Length);
        return _content.AsSpan(start, Math.Min(count, _content.Length - start));
    }

    public void Write(long offset, ReadOnlySpan<byte> content)
    {
        Array.Resize(ref _content, Math.Max(_content.Length, (int)offset + content.Length));
        content.CopyTo(_content.AsSpan((int)offset));
        ModifiedAt = Now;
    }

    public void Resize(long length)
    {
        Array.Resize(ref _content, (int)length);
        ModifiedAt = Now;
    }
}

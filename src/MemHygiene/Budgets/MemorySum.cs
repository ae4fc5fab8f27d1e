namespace MemHygiene.Budgets;

/// <summary>Deals the memory out, line by line. What is dealt out and what is left always add up to what there was.</summary>
internal sealed class MemorySum(long availableBytes)
{
    private readonly List<MemoryPlanLine> _lines = [];

    public long Left { get; private set; } = availableBytes;

    public IReadOnlyList<MemoryPlanLine> Lines => _lines;

    /// <summary>Gives a part what it wants, or what is left. A part that wants nothing has no line.</summary>
    public void Take(string name, long wantedBytes, string reason)
    {
        if (wantedBytes > 0)
        {
            var bytes = Math.Min(wantedBytes, Left);
            Left -= bytes;
            _lines.Add(new MemoryPlanLine(name, bytes, wantedBytes - bytes, reason));
        }
    }
}

using MemHygiene.Pressure;

namespace MemHygiene.AspNetCore.Sessions;

/// <summary>The session store's door to the memory monitor: forgetting when sessions were refreshed costs one more refresh for each.</summary>
internal sealed class RefreshMemoryConsumer(RefreshMemory memory) : IMemoryConsumer
{
    public string Name => "Sessions";

    public string ReleasedBy => "ChangeOnlySessionOptions.MaxRememberedSessions bounds it.";

    public TrimCost TrimCost => TrimCost.Refill;

    public MemoryUsage Usage
    {
        get
        {
            var (sessions, bytes) = memory.Measure();
            return new(bytes, sessions == 0 ? 0 : bytes - memory.EmptyBytes, sessions);
        }
    }

    public void Trim(MemoryLevel level, CancellationToken cancellationToken) => memory.Clear();
}

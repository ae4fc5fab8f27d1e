using MemHygiene.Readings;

namespace MemHygiene.Tests.Pressure;

/// <summary>Reads what the test says, of a limit of 1,000 bytes.</summary>
internal sealed class FakeSampler : IMemorySampler
{
    public const long Limit = 1000;

    public long? Used { get; set; } = 100;

    public long? Managed { get; set; }

    public Exception? Failure { get; set; }

    public MemorySample Read() => Failure is null
        ? new MemorySample(Used, Used is null ? null : Limit, MemoryLimitKind.Container, Managed, Managed is null ? null : Limit)
        : throw Failure;
}

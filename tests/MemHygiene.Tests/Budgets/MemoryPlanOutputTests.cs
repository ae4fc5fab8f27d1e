using MemHygiene.Budgets;
using MemHygiene.Testing;

namespace MemHygiene.Tests.Budgets;

public sealed class MemoryPlanOutputTests
{
    private const long Megabyte = 1024 * 1024;

    private static readonly MemoryPlan Workers = MemoryPlan.Create(new()
    {
        AvailableBytes = 1024 * Megabyte,
        Cores = 2,
        BaseBytes = 40 * Megabyte,
        ModelBytes = 50 * Megabyte,
        Database = DatabaseKind.PostgreSql,
        DatabaseServerBytes = 1024 * Megabyte,
    });

    private static readonly MemoryPlan Proxies = MemoryPlan.Create(new() { AvailableBytes = 2048 * Megabyte, Cores = 1, Workers = 0, UnitBytes = 10 * Megabyte });

    private static readonly MemoryPlan TooMuch = MemoryPlan.Create(new()
    {
        AvailableBytes = 256 * Megabyte,
        Cores = 2,
        BaseBytes = 100 * Megabyte,
        Workers = 2,
        Threads = 4,
        Database = DatabaseKind.PostgreSql,
        DatabaseMaxConnections = 4,
    });

    [Fact]
    public void ToString_WorkersWithADatabase_IsTheSumInColumns() => Snapshot.Match(Workers.ToString());

    [Fact]
    public void ToString_OneProcessWithUnits_IsTheSumInColumns() => Snapshot.Match(Proxies.ToString());

    [Fact]
    public void ToString_MoreThanThereIs_SaysWhatIsMissing() => Snapshot.Match(TooMuch.ToString());

    [Fact]
    public void ToJson_WorkersWithADatabase_HasTheFieldsThatOthersRead() => Snapshot.Match(Workers.ToJson());

    [Fact]
    public void ToEnvironmentFile_WorkersWithADatabase_SetsThemAndTheRuntime() => Snapshot.Match(Workers.ToEnvironmentFile());

    [Fact]
    public void ToEnvironmentFile_MoreThanThereIs_SaysSoAndLimitsNoHeap() => Snapshot.Match(TooMuch.ToEnvironmentFile());

    [Fact]
    public void ToEnvironmentFile_ReadBack_GivesTheSamePlan()
    {
        var variables = TooMuch.ToEnvironmentFile().Split('\n').Where(line => line.Contains('=') && !line.StartsWith('#')).ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);

        var read = MemoryPlan.ForThisMachine(options => (options.AvailableBytes, options.Cores, options.BaseBytes) = (1 * Megabyte, 2, 100 * Megabyte), variables.GetValueOrDefault);

        Assert.Equal((TooMuch.Workers, TooMuch.Threads, TooMuch.BytesPerWorker), (read.Workers, read.Threads, read.BytesPerWorker));
    }

    [Fact]
    public void Container_AsTexts_HasLimitsAndReservations() => Snapshot.Match(Workers.Container.ToCompose() + Workers.Container.ToKubernetes());
}

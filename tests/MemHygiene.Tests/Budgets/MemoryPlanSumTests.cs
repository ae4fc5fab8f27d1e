using MemHygiene.Budgets;

namespace MemHygiene.Tests.Budgets;

/// <summary>What holds for every plan, tried on random ones.</summary>
public sealed class MemoryPlanSumTests
{
    private const int Cases = 20_000;
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Lines_OfAnyPlan_AddUpToTheByteAndNoneIsNegative()
    {
        var random = new Random(20_260_101);
        for (var i = 0; i < Cases; i++)
        {
            var options = Draw(random);

            var plan = MemoryPlan.Create(options);

            Assert.Equal(options.AvailableBytes, plan.Lines.Sum(line => line.Bytes));
            Assert.All(plan.Lines, line => Assert.InRange(line.Bytes, 0, plan.AvailableBytes));
            Assert.All(plan.Lines, line => Assert.True(line.MissingBytes >= 0));
            Assert.True(plan is { Workers: >= 1, RequestsAtOnce: >= 1, QueueLength: >= 0, MaxHandlers: >= 1, CacheBytes: >= 0, BytesPerWorker: >= 0, Server.MaxConnections: >= 1 });
            Assert.InRange(plan.BytesPerWorker * plan.Workers, 0, plan.AvailableBytes);
            Assert.InRange(plan.Container.MemoryReservationBytes, 0, plan.AvailableBytes);
            Assert.Equal(plan.Fits, plan.GarbageCollection.HeapHardLimitBytes.Value is not null);
        }
    }

    [Fact]
    public void MoreMemory_NeverGivesFewerWorkersOrUnits()
    {
        var random = new Random(7);
        for (var i = 0; i < Cases; i++)
        {
            var options = Draw(random);
            var before = MemoryPlan.Create(options);

            options.AvailableBytes += random.NextInt64(1, 1024 * Megabyte);
            var after = MemoryPlan.Create(options);

            Assert.True(after.Workers >= before.Workers, $"{before}\n{after}");
            Assert.True((after.Units ?? 0) >= (before.Units ?? 0), $"{before}\n{after}");
            Assert.True(after.Fits || !before.Fits || after.Workers > before.Workers, $"{before}\n{after}");
        }
    }

    [Fact]
    public void Texts_OfAnyPlan_AreWritten()
    {
        var random = new Random(11);
        for (var i = 0; i < 1000; i++)
        {
            var plan = MemoryPlan.Create(Draw(random));

            Assert.EndsWith("\n", plan.ToString());
            Assert.EndsWith("\n", plan.ToEnvironmentFile());
            Assert.EndsWith("}", plan.ToJson());
        }
    }

    private static MemoryPlanOptions Draw(Random random)
    {
        var worker = random.NextInt64(32 * Megabyte, 2048 * Megabyte);
        return new MemoryPlanOptions
        {
            AvailableBytes = random.NextInt64(1, Maybe(64 * 1024 * Megabyte, 600 * Megabyte)),
            Cores = random.Next(1, 130),
            Headroom = Maybe(0.25, random.NextDouble() * 0.9),
            BaseBytes = Maybe(0, random.NextInt64(0, 1024 * Megabyte)),
            ModelBytes = Maybe(0, random.NextInt64(0, 4096 * Megabyte)),
            ModelSharing = (ModelSharing)random.Next(2),
            Workers = Maybe<int?>(null, random.Next(0, 513)),
            MinWorkers = random.Next(1, 4),
            MaxWorkers = random.Next(4, 513),
            Threads = Maybe<int?>(null, random.Next(1, 10_001)),
            WorkerBytes = worker,
            IdleBytes = Maybe<long?>(null, random.NextInt64(0, worker + 1)),
            UnitBytes = Maybe(0, random.NextInt64(1, 100 * Megabyte)),
            RequestBytes = random.NextInt64(1024, 10 * Megabyte),
            HandlerBytes = random.NextInt64(1024, 10 * Megabyte),
            Database = (DatabaseKind)random.Next(4),
            DatabaseMaxConnections = Maybe<int?>(null, random.Next(4, 1000)),
        };

        T Maybe<T>(T one, T other) => random.Next(2) == 0 ? one : other;
    }
}

using MemHygiene.Budgets;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Budgets;

public sealed class MemoryPlanTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Create_ForWorkers_DealsTheMemoryOut()
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = 1024 * Megabyte, Cores = 2 });

        Assert.True(plan.Fits);
        Assert.Equal((3, 256 * Megabyte), (plan.Workers, plan.BytesPerWorker));
        Assert.Equal(1024 * Megabyte, plan.Lines.Sum(line => line.Bytes));
        Assert.Equal((312, 124, 124), (plan.RequestsAtOnce, plan.QueueLength, plan.MaxHandlers));
    }

    /// <summary>The field report's rule for proxies: 200 MB and 10 MB for each.</summary>
    [Theory]
    [InlineData(300, 10)]
    [InlineData(700, 50)]
    [InlineData(2048, 184)]
    [InlineData(200, 0)]
    public void Create_WithACostPerUnit_FitsAsManyAsTheRestTakes(int availableMegabytes, int expected)
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = availableMegabytes * Megabyte, Cores = 4, Headroom = 0, UnitBytes = 10 * Megabyte });

        Assert.Equal((1, expected, true), (plan.Workers, plan.Units, plan.Fits));
    }

    [Theory]
    [InlineData(ModelSharing.PerWorker, 2)]
    [InlineData(ModelSharing.Once, 3)]
    public void Create_WithAModel_CountsItForEachWorkerOrOnce(ModelSharing sharing, int expected)
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = 800 * Megabyte, Cores = 4, Headroom = 0, ModelBytes = 100 * Megabyte, ModelSharing = sharing });

        Assert.Equal(expected, plan.Workers);
        Assert.Equal(sharing == ModelSharing.Once ? 100 * Megabyte : 200 * Megabyte, plan.Lines.Single(line => line.Name == "models").Bytes);
    }

    [Fact]
    public void Create_MoreThanThereIs_SaysWhatIsMissing()
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = 256 * Megabyte, Cores = 2, BaseBytes = 300 * Megabyte });

        Assert.False(plan.Fits);
        Assert.StartsWith("The plan does not fit: of 256 MB, ", plan.Problems.Single());
        Assert.Contains("base would need 300 MB and get 192 MB", plan.Problems.Single());
        Assert.Equal(256 * Megabyte, plan.Lines.Sum(line => line.Bytes));
        Assert.Null(plan.GarbageCollection.HeapHardLimitBytes.Value);
    }

    [Fact]
    public void Create_MoreThreadsThanMemory_SaysSo()
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = 512 * Megabyte, Cores = 2, Threads = 4000 });

        Assert.Contains("requests would need 1000 MB", plan.Problems.Single());
    }

    [Fact]
    public void Create_InvalidOptions_NamesEachWithItsValue()
    {
        var options = new MemoryPlanOptions
        {
            AvailableBytes = 0,
            Cores = 0,
            Headroom = 0.95,
            BaseBytes = -1,
            ModelBytes = -2,
            ModelSharing = (ModelSharing)9,
            Workers = 513,
            MinWorkers = 5,
            MaxWorkers = 4,
            Threads = 0,
            WorkerBytes = 7,
            IdleBytes = 8,
            UnitBytes = -3,
            RequestBytes = 1,
            HandlerBytes = 2,
            Database = (DatabaseKind)8,
            DatabaseConnectionBytes = 3,
            DatabaseMaxConnections = 2,
            DatabaseServerBytes = 4,
        };

        var exception = Assert.Throws<OptionsValidationException>(() => MemoryPlan.Create(options));

        var named = exception.Failures.Select(failure => failure.Split(' ')[0]).Distinct();
        var expected = typeof(MemoryPlanOptions).GetProperties().Select(property => $"MemoryPlanOptions.{property.Name}").Except(["MemoryPlanOptions.MinWorkers"]);
        Assert.Equal(expected, named);
        Assert.Contains("MemoryPlanOptions.Headroom is 0.95; it must be a share from 0 to 0.9.", exception.Failures);
        Assert.Contains("MemoryPlanOptions.MaxWorkers is 4; it must be from 5 to 512.", exception.Failures);
    }

    [Fact]
    public void ForThisMachine_WithoutOptions_TakesTheLimitAndTheCoresOfTheProcess()
    {
        var plan = MemoryPlan.ForThisMachine(null, _ => null);

        Assert.InRange(plan.AvailableBytes, 1, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * 2);
        Assert.Equal(Environment.ProcessorCount, plan.Cores);
    }

    [Theory]
    [InlineData(8192, 1, 0, true)]
    [InlineData(1024, 1, 5, false)]
    [InlineData(8192, 4, 0, false)]
    public void GarbageCollection_FollowsTheMemoryOfAWorker(int availableMegabytes, int workers, int conserve, bool server)
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = availableMegabytes * Megabyte, Cores = 2, Workers = workers, Headroom = availableMegabytes == 1024 ? 0.6 : 0.25 });

        Assert.Equal((server, conserve), (plan.GarbageCollection.Server.Value, plan.GarbageCollection.ConserveMemory.Value));
        Assert.Equal(plan.BytesPerWorker / Megabyte * Megabyte, plan.GarbageCollection.HeapHardLimitBytes.Value);
    }

    [Fact]
    public void Container_TakesTheWholeMemoryAndReservesWhatCannotBeGivenBack()
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = 1024 * Megabyte, Cores = 2 });

        var container = plan.Container;

        Assert.Equal(1024 * Megabyte, container.MemoryLimitBytes);
        Assert.Equal(plan.Lines.Where(line => line.Name is not ("headroom" or "caches" or "left over")).Sum(line => line.Bytes), container.MemoryReservationBytes);
        Assert.Equal((2.0, 1.0), (container.CpuLimit, container.CpuReservation));
    }
}

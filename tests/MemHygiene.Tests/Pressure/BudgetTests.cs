using MemHygiene.Budgets;
using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Pressure;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(1000, 0)]
    [InlineData(1001, 1)]
    public void Budget_OfAllConsumersTogether_TrimsThemWhenTheyHoldMore(long held, int trims)
    {
        using var test = new TestMonitor(options => options.BudgetBytes = 1000);
        var cache = new FakeConsumer("cache", TrimCost.Refill, held - 400);
        test.Monitor.Register(cache);
        test.Monitor.Register(new FakeConsumer("buffers", TrimCost.Free, 400));

        test.Use(100);

        Assert.Equal(trims, cache.Trims.Count);
    }

    [Fact]
    public void Budget_OfRefillableConsumers_LeavesModelsOut()
    {
        using var test = new TestMonitor(options => options.BudgetBytes = 1000);
        var model = new FakeConsumer("model", TrimCost.Reload, 5000);
        var cache = new FakeConsumer("cache", TrimCost.Refill, 500);
        test.Monitor.Register(model);
        test.Monitor.Register(cache);

        test.Use(100);

        Assert.Empty(model.Trims);
        Assert.Empty(cache.Trims);
    }

    [Fact]
    public void Budget_WhileATrimRunsForTheLevelAnyway_AsksNobodyTwice()
    {
        using var test = new TestMonitor(options => options.BudgetBytes = 1000);
        var cache = new FakeConsumer("cache", TrimCost.Refill, 5000) { OnTrim = (_, _) => { } };
        test.Monitor.Register(cache);

        test.Use(850);

        Assert.Single(cache.Trims);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(123L)]
    public void Budget_WithAMemoryPlan_IsThePlansUnlessItIsSet(long? set)
    {
        using var services = new ServiceCollection()
            .AddMemHygiene()
            .ConfigureMemoryMonitor(options => options.BudgetBytes = set ?? options.BudgetBytes)
            .AddMemoryPlan(plan => plan.AvailableBytes = 1L << 30)
            .Services.BuildServiceProvider();

        var budget = services.GetRequiredService<IOptions<MemoryMonitorOptions>>().Value.BudgetBytes;

        Assert.Equal(set ?? services.GetRequiredService<MemoryPlan>().CacheBytes, budget);
    }
}

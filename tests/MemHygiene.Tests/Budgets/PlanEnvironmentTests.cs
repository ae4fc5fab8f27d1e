using MemHygiene.Budgets;
using Microsoft.Extensions.Options;

namespace MemHygiene.Tests.Budgets;

public sealed class PlanEnvironmentTests
{
    [Theory]
    [InlineData("3", "7", 3)]
    [InlineData(null, "7", 7)]
    [InlineData("", "7", 7)]
    [InlineData(null, null, 5)]
    public void Workers_InTheEnvironment_OwnNameWinsOverTheGenericOneAndThatOverTheCode(string? own, string? generic, int expected)
    {
        var plan = Plan(new() { ["MEMHYGIENE_WORKERS"] = own, ["WORKERS"] = generic });

        Assert.Equal(expected, plan.Workers);
    }

    [Fact]
    public void Threads_InTheEnvironment_AreTheRequestsAtOnce()
    {
        var plan = Plan(new() { ["THREADS"] = "8", ["MEMHYGIENE_THREADS"] = "4" });

        Assert.Equal((4, 4), (plan.Threads, plan.RequestsAtOnce));
    }

    [Theory]
    [InlineData("150", "300", 150)]
    [InlineData(null, "300", 300)]
    [InlineData(null, null, 200)]
    public void WorkerMemory_InTheEnvironment_IsInMegabytes(string? own, string? generic, int expected)
    {
        var plan = Plan(new() { ["MEMHYGIENE_WORKER_MEMORY_MB"] = own, ["WORKER_MEMORY_MB"] = generic });

        Assert.Equal(expected * 1024L * 1024, plan.WorkerSum.WorkerBytes);
    }

    [Fact]
    public void Memory_InTheEnvironment_WinsOverTheCode()
    {
        var plan = Plan(new() { ["MEMHYGIENE_MEMORY_MB"] = "1024" });

        Assert.Equal(1024L * 1024 * 1024, plan.AvailableBytes);
    }

    [Fact]
    public void BadValues_InTheEnvironment_AreAllNamedWithWhatIsAllowed()
    {
        var exception = Assert.Throws<OptionsValidationException>(() => Plan(new() { ["WORKERS"] = "many", ["MEMHYGIENE_THREADS"] = "0", ["WORKER_MEMORY_MB"] = "-200", ["MEMHYGIENE_MEMORY_MB"] = "1 GB" }));

        Assert.Equal(
            [
                "The environment variable MEMHYGIENE_MEMORY_MB is '1 GB'; it must be a whole number of MB from 1 to 1073741824, or not be set.",
                "The environment variable WORKERS is 'many'; it must be a whole number of workers from 0 to 512, or not be set.",
                "The environment variable MEMHYGIENE_THREADS is '0'; it must be a whole number of threads from 1 to 10000, or not be set.",
                "The environment variable WORKER_MEMORY_MB is '-200'; it must be a whole number of MB from 32 to 1048576, or not be set.",
            ],
            exception.Failures);
    }

    [Fact]
    public void ZeroWorkers_InTheEnvironment_AreOneProcessWithoutASupervisor()
    {
        var plan = Plan(new() { ["MEMHYGIENE_WORKERS"] = "0" });

        Assert.Equal((1, true), (plan.Workers, plan.SingleProcess));
    }

    private static MemoryPlan Plan(Dictionary<string, string?> environment) => MemoryPlan.ForThisMachine(
        options => (options.AvailableBytes, options.Cores, options.Workers) = (4096L * 1024 * 1024, 4, 5),
        environment.GetValueOrDefault);
}

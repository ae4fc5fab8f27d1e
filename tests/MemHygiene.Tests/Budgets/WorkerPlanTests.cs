using MemHygiene.Budgets;

namespace MemHygiene.Tests.Budgets;

public sealed class WorkerPlanTests
{
    /// <summary>The examples of the field reports, whose formula knows no headroom.</summary>
    [Theory]
    [InlineData(4, 2048, 200, 1, 9, 1)]
    [InlineData(4, 1024, 200, 1, 5, 1)]
    [InlineData(4, 1024, 200, 4, 1, 4)]
    [InlineData(4, 8192, 200, 1, 9, 1)]
    [InlineData(2, 1024, 200, 4, 1, 4)]
    [InlineData(2, 512, 150, 4, 1, 4)]
    [InlineData(8, 16384, 300, 1, 17, 1)]
    [InlineData(8, 16384, 300, 2, 8, 2)]
    public void Create_WithoutHeadroom_GivesTheExamplesOfTheFormula(int cores, int availableMegabytes, int workerMegabytes, int threads, int expectedWorkers, int expectedThreads)
    {
        var plan = WorkerPlan.Create(cores, availableMegabytes, workerMegabytes, threads: threads, headroom: 0);

        Assert.Equal((expectedWorkers, expectedThreads), (plan.Workers, plan.Threads));
    }

    [Fact]
    public void CreateSingleProcess_AskedForThreads_GivesThemToOneProcess()
    {
        var plan = WorkerPlan.CreateSingleProcess(cores: 2, availableMegabytes: 512, threads: 8, headroom: 0);

        Assert.Equal((1, 8), (plan.Workers, plan.Threads));
        Assert.Equal(200 * 1024 * 1024, plan.TotalBytes);
        Assert.Equal("512 MB; one process × 8 threads, about 200 MB", plan.Explain());
    }

    [Fact]
    public void Create_WithoutASetting_LeavesAQuarterFree()
    {
        var plan = WorkerPlan.Create(cores: 4, availableMegabytes: 1024);

        Assert.Equal(3, plan.Workers);
        Assert.Equal(768 * 1024 * 1024, plan.UsableBytes);
    }

    [Fact]
    public void Create_LessMemoryThanOneWorkerTakes_PlansOneAndSaysThatItDoesNotFit()
    {
        var plan = WorkerPlan.Create(cores: 2, availableMegabytes: 128);

        Assert.Equal((1, 0, false), (plan.Workers, plan.WorkersByMemory, plan.Fits));
    }

    [Theory]
    [InlineData(12, int.MaxValue, 12)]
    [InlineData(1, 2, 2)]
    [InlineData(4, 4, 4)]
    public void Create_WithBounds_StaysWithinThem(int min, int max, int expected)
    {
        var plan = WorkerPlan.Create(cores: 4, availableMegabytes: 2048, minWorkers: min, maxWorkers: max, headroom: 0);

        Assert.Equal(expected, plan.Workers);
    }

    [Theory]
    [InlineData("cores", 0, 1024, 200, 1, 8, 1, 0.25)]
    [InlineData("cores", 5000, 1024, 200, 1, 8, 1, 0.25)]
    [InlineData("availableMegabytes", 1, 0, 200, 1, 8, 1, 0.25)]
    [InlineData("workerMegabytes", 1, 1024, 0, 1, 8, 1, 0.25)]
    [InlineData("minWorkers", 1, 1024, 200, 0, 8, 1, 0.25)]
    [InlineData("maxWorkers", 1, 1024, 200, 9, 8, 1, 0.25)]
    [InlineData("threads", 1, 1024, 200, 1, 8, 0, 0.25)]
    [InlineData("headroom", 1, 1024, 200, 1, 8, 1, 1)]
    [InlineData("headroom", 1, 1024, 200, 1, 8, 1, -0.1)]
    [InlineData("headroom", 1, 1024, 200, 1, 8, 1, double.NaN)]
    public void Create_OutOfRange_NamesTheArgument(string name, int cores, int available, int worker, int min, int max, int threads, double headroom)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => WorkerPlan.Create(cores, available, worker, min, max, threads, headroom));

        Assert.Equal(name, exception.ParamName);
    }

    [Theory]
    [InlineData(1, 0.25, 1, "4 cores · 2 + 1 = 9 workers by CPU; 1024 MB − 25 % headroom = 768 MB / 200 MB = 3 by memory; 3 workers")]
    [InlineData(1, 0, 1, "4 cores · 2 + 1 = 9 workers by CPU; 1024 MB / 200 MB = 5 by memory; 5 workers")]
    [InlineData(4, 0, 1, "4 cores · 2 + 1 = 9 workers by CPU; 1024 MB / 200 MB = 5 by memory; 5 / 4 threads, at least 1; 1 worker × 4 threads")]
    [InlineData(1, 0, 7, "4 cores · 2 + 1 = 9 workers by CPU; 1024 MB / 200 MB = 5 by memory; 5 by the sum, but at least 7 by the settings; 7 workers")]
    public void Explain_WritesTheSumAsAPersonWould(int threads, double headroom, int min, string expected)
    {
        var plan = WorkerPlan.Create(cores: 4, availableMegabytes: 1024, threads: threads, minWorkers: min, headroom: headroom);

        Assert.Equal(expected, plan.Explain());
    }

    [Theory]
    [InlineData(4, "4 workers → 2 saves 2 × 200 MB = 400 MB (before 4 × 200 MB = 800 MB, after 2 × 200 MB = 400 MB, of 600 MB)")]
    [InlineData(1, "1 worker → 2 takes another 1 × 200 MB = 200 MB (before 1 × 200 MB = 200 MB, after 2 × 200 MB = 400 MB, of 600 MB)")]
    [InlineData(2, "2 workers: nothing to change (2 × 200 MB = 400 MB, of 600 MB)")]
    public void Advise_AgainstWhatRunsNow_GivesTheSumsBeforeAndAfter(int current, string expected)
    {
        var plan = WorkerPlan.Create(cores: 4, availableMegabytes: 600);

        Assert.Equal(expected, plan.Advise(current));
    }
}

using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

public sealed class HostMemoryTests
{
    private const long Megabyte = TestMachine.Megabyte;

    [Fact]
    public void Read_TakesEachFigureFromItsFile()
    {
        var files = TestMachine.Create();
        files["/proc/vmstat"] = "nr_free_pages 1\noom_kill 3\nnuma_hit 1";

        var host = HostMemory.Read(files);

        Assert.Equal((TestMachine.HostBytes, 4096 * Megabyte, 1024 * Megabyte), (host.TotalBytes, host.AvailableBytes, host.FreeBytes));
        Assert.Equal((2048 * Megabyte, 1024 * Megabyte, 3), (host.SwapTotalBytes, host.SwapFreeBytes, host.OomKills));
    }

    [Fact]
    public void MoreAvailableThanThereIs_IsUnknown()
    {
        var files = new TestFiles { ["/proc/meminfo"] = "MemTotal: 100 kB\nMemFree: 101 kB\nMemAvailable: 101 kB\nSwapTotal: 0 kB\nSwapFree: 1 kB" };

        var host = HostMemory.Read(files);

        Assert.Equal((null, null, 0, null), (host.AvailableBytes, host.FreeBytes, host.SwapTotalBytes, host.SwapFreeBytes));
    }

    [Fact]
    public void Read_OfThisMachine_KnowsTotalAndAvailable()
    {
        GC.Collect();

        var host = HostMemory.Read();

        Assert.InRange(host.AvailableBytes!.Value, 1, host.TotalBytes!.Value);
    }
}

using System.Diagnostics;
using System.Globalization;
using MemHygiene.Pressure;

namespace UnderPressure.App;

/// <summary>Fills the memory at a steady pace and says, one line each, at which share of the limit the monitor told of each level. Ends at the last level.</summary>
internal static class Ramp
{
    private const int StepBytes = 2 * 1024 * 1024;
    private const double BytesPerSecond = 100.0 * 1024 * 1024;

    public static async Task RunAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.AddMemHygiene();
        using var host = builder.Build();
        await host.StartAsync();
        var monitor = host.Services.GetRequiredService<MemoryMonitor>();
        var isOver = false;
        monitor.OnLevelChanged(level =>
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{level} {monitor.Current.UsedShare:F3}"));
            isOver |= level == MemoryLevel.Critical;
        });
        var held = new List<byte[]>();
        var started = Stopwatch.GetTimestamp();
        while (!Volatile.Read(ref isOver))
        {
            var due = Stopwatch.GetElapsedTime(started).TotalSeconds * BytesPerSecond;
            if ((double)held.Count * StepBytes < due)
            {
                var step = new byte[StepBytes];
                Array.Fill(step, (byte)1);
                held.Add(step);
            }
            else
            {
                Thread.Sleep(1);
            }
        }

        GC.KeepAlive(held);
        await host.StopAsync();
    }
}

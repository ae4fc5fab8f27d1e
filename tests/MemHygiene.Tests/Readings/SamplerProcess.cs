using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

/// <summary>What a process sees from inside a control group. This assembly is a program; started with the variable set it does not run tests but answers questions, one a line, until its input ends.</summary>
internal sealed class SamplerProcess : IDisposable
{
    private const string Variable = "MEMHYGIENE_TESTS_SAMPLER";

    private readonly Process _process;

    private SamplerProcess(Process process) => _process = process;

    /// <summary>Starts one that is in the group before the runtime starts, as in a container.</summary>
    public static SamplerProcess StartIn(string group)
    {
        var program = Path.ChangeExtension(typeof(SamplerProcess).Assembly.Location, null);
        return new(Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo $$ > \"$1/cgroup.procs\" && exec \"$2\"", "sh", group, program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { [Variable] = "1", ["DOTNET_TieredPGO"] = "0" },
        })!);
    }

    public Task<Answer> ReadAsync() => AskAsync("read");

    /// <summary>Takes and writes native memory, which no collector counts.</summary>
    public Task<Answer> HoldAsync(long bytes) => AskAsync($"{bytes}");

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not null)
        {
            Run();
        }
    }

    private static void Run()
    {
        var sampler = MemorySamplers.Create();
        var portable = new PortableMemorySampler();
        while (Console.In.ReadLine() is { } line)
        {
            if (long.TryParse(line, CultureInfo.InvariantCulture, out var bytes))
            {
                Touch(Marshal.AllocHGlobal((nint)bytes), bytes);
            }

            Console.Out.WriteLine(JsonSerializer.Serialize(new Answer(sampler.Read(), portable.Read(), MemoryLimits.Current(), ContainerMemory.Read())));
        }

        Environment.Exit(0);

        static void Touch(nint memory, long bytes)
        {
            for (var at = 0; at < bytes; at += 4096)
            {
                Marshal.WriteByte(memory, at, 1);
            }
        }
    }

    private async Task<Answer> AskAsync(string question)
    {
        await _process.StandardInput.WriteLineAsync(question);
        await _process.StandardInput.FlushAsync();
        var answer = await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("The process ended.");
        return JsonSerializer.Deserialize<Answer>(answer)!;
    }

    public sealed record Answer(MemorySample Sample, MemorySample Portable, MemoryLimits Limits, ContainerMemory? Container);
}

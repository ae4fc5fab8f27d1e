using System.CommandLine;
using Spectre.Console;
using UnderPressure.App;
using UnderPressure.Bursts;
using UnderPressure.Limits;

namespace UnderPressure;

/// <summary>The command line: bursts against both servers under each limit that this machine has, or one of the parts that it starts.</summary>
internal static class UnderPressureCommand
{
    public const string PlainVerb = "serve-plain";
    public const string BoundedVerb = "serve-bounded";
    public const string RampVerb = "ramp";

    public static RootCommand Create()
    {
        var bursts = Number("--bursts", "Bursts that the server with MemHygiene has to live through.", 100, 1, 10_000);
        var users = Number("--users", "Users in a burst.", 128, 1, 1_000);
        var seconds = Number("--seconds", "Length of a burst.", 2, 1, 60);
        var megabytes = Number("--limit", "Memory limit in MB.", 256, 128, 65_536);
        var command = new RootCommand("Bursts against a small server under a memory limit: without MemHygiene until it fails, with it again and again.") { bursts, users, seconds, megabytes };
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(bursts), parsed.GetValue(users), TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(megabytes) * 1024L * 1024, cancellation));

        command.Subcommands.Add(Part(PlainVerb, () => PlainServer.Build().RunAsync()));
        command.Subcommands.Add(Part(BoundedVerb, () => BoundedServer.Build().RunAsync()));
        command.Subcommands.Add(Part(RampVerb, Ramp.RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(int bursts, int users, TimeSpan length, long bytes, CancellationToken cancellation)
    {
        var isGood = true;
        foreach (var limit in new[] { new HeapLimit(bytes), (IMemoryLimit?)ControlGroupLimit.TryCreate(bytes) })
        {
            if (limit is null)
            {
                AnsiConsole.MarkupLine("[yellow]control group: this machine lets us make none (that takes root and a memory controller); left out.[/]");
                continue;
            }

            using (limit)
            {
                var plain = new BurstRun(limit, PlainVerb, users, length);
                var bounded = new BurstRun(limit, BoundedVerb, users, length);
                await AnsiConsole.Progress().StartAsync(async context =>
                {
                    await plain.RunAsync(Math.Min(bursts, 10), untilItFails: true, context.AddTask($"{limit.Name}, without", maxValue: Math.Min(bursts, 10)), cancellation);
                    await bounded.RunAsync(bursts, untilItFails: false, context.AddTask($"{limit.Name}, with MemHygiene", maxValue: bursts), cancellation);
                });
                isGood &= Verdict.Show(limit.Name, plain, bounded, bursts);
            }
        }

        isGood &= await RampCheck.RunAsync(cancellation);
        return isGood ? 0 : 2;
    }

    private static Command Part(string verb, Func<Task> run)
    {
        var command = new Command(verb, "Started by the demonstration itself.") { Hidden = true };
        command.SetAction((_, _) => run());
        return command;
    }

    private static Option<int> Number(string name, string description, int standard, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => standard, HelpName = "number" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && int.TryParse(text, out var value) && (value < least || value > most))
            {
                result.AddError($"{name} must be from {least:N0} to {most:N0}, not {value:N0}.");
            }
        });
        return option;
    }
}

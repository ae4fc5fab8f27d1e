using System.Diagnostics;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <summary>What came of a scenario: all contestants run all the time, one at a time is under load.</summary>
/// <param name="Scenario">What the clients did.</param>
/// <param name="Outcomes">In the order of the contestants.</param>
/// <param name="OtherCores">How many cores other programs of the machine used meanwhile.</param>
internal sealed record Comparison(Scenario Scenario, IReadOnlyList<Outcome> Outcomes, double OtherCores)
{
    public Outcome this[string contestant] => Outcomes.First(outcome => outcome.Contestant.Name == contestant);

    public static async Task<Comparison> RunAsync(Scenario scenario, IReadOnlyList<Contestant> contestants, Plan plan, CancellationToken cancellation)
    {
        var servers = new List<Server>();
        try
        {
            foreach (var contestant in contestants)
            {
                servers.Add(await contestant.StartAsync(cancellation));
            }

            // Code that is hot in every round but the first would be compiled in that one.
            foreach (var server in servers)
            {
                await MeasureAsync(scenario, server, plan, cancellation);
            }

            var others = new OtherWork();
            Outcome[] outcomes = [.. contestants.Select(contestant => new Outcome(contestant))];
            var before = servers.ConvertAll(server => (server.Started, server.ProcessorTime));
            for (var round = 0; round < plan.Rounds; round++)
            {
                for (var turn = 0; turn < servers.Count; turn++)
                {
                    // Who follows whom stays the same, who comes first does not.
                    var index = (round + turn) % servers.Count;
                    outcomes[index].Windows.Add(await MeasureAsync(scenario, servers[index], plan, cancellation));
                }
            }

            for (var index = 0; index < servers.Count; index++)
            {
                outcomes[index].Replacements = servers[index].Started - before[index].Started;
                outcomes[index].ProcessorTime = servers[index].ProcessorTime - before[index].ProcessorTime;
                outcomes[index].Megabytes = servers[index].Megabytes;
            }

            return new Comparison(scenario, outcomes, others.Cores);
        }
        finally
        {
            foreach (var server in servers)
            {
                await server.DisposeAsync();
            }
        }
    }

    private static async Task<Window> MeasureAsync(Scenario scenario, Server server, Plan plan, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var run = new LoadRun(scenario.Kind, plan.Clients, 0, scenario.Path, scenario.MaxThinkTime, () => Stopwatch.GetElapsedTime(started) < plan.Window);
        return new Window(await run.RunAsync(server.EndPoints, cancellation));
    }
}

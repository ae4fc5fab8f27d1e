using System.CommandLine;
using MemHygiene.Recycling.Benchmarks;

var names = string.Join(", ", Scenario.All.Select(scenario => scenario.Name));
var scenarios = new Option<string[]>("--scenarios") { Description = $"Some of {names}; all by default.", AllowMultipleArgumentsPerToken = true };
scenarios.AcceptOnlyFromAmong([.. Scenario.All.Select(scenario => scenario.Name)]);
var workers = new Option<int>("--workers") { Description = "Processes that serve, in every server.", DefaultValueFactory = _ => 2 };
var clients = new Option<int>("--clients") { Description = "Users at a time.", DefaultValueFactory = _ => 32 };
var max = new Option<int>("--max") { Description = "Requests until a worker is replaced.", DefaultValueFactory = _ => 2000 };
var rounds = new Option<int>("--rounds") { Description = "Rounds that count.", DefaultValueFactory = _ => 5 };
var seconds = new Option<int>("--seconds") { Description = "Seconds under load for each server in a round.", DefaultValueFactory = _ => 10 };
var noPeers = new Option<bool>("--no-peers") { Description = "Without gunicorn and uvicorn." };
var export = new Option<bool>("--export") { Description = "Write benchmarks/results/Recycling.md." };

var root = new RootCommand("Compares supervised workers with plain processes and with gunicorn, side by side. Ends with 1 if a request failed under our supervisor.")
{
    scenarios, workers, clients, max, rounds, seconds, noPeers, export,
};
root.SetAction(async (parsed, cancellation) =>
{
    var plan = new Plan(parsed.GetValue(workers), parsed.GetValue(clients), parsed.GetValue(max), parsed.GetValue(rounds), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
    var withPeers = !parsed.GetValue(noPeers);
    if (withPeers && !Contestants.CanRunPeers)
    {
        Console.Error.WriteLine("There is no gunicorn: apt-get install gunicorn python3-uvicorn, or --no-peers.");
        return 2;
    }

    Contestant[] contestants = [.. Contestants.All(plan, withPeers)];
    var chosen = parsed.GetValue(scenarios) is { Length: > 0 } some ? some : [.. Scenario.All.Select(scenario => scenario.Name)];
    var reports = new List<string>();
    var failed = 0;
    foreach (var scenario in Scenario.All.Where(scenario => chosen.Contains(scenario.Name)))
    {
        var comparison = await Comparison.RunAsync(scenario, contestants, plan, cancellation);
        reports.Add(ScenarioReport.Text(comparison));
        Console.WriteLine(reports[^1]);
        failed += comparison.Outcomes.Where(outcome => outcome.Contestant.IsOurs && outcome.Contestant.Name != Contestants.Plain).Sum(outcome => outcome.Failed);
    }

    if (parsed.GetValue(export))
    {
        ResultsPage.Write(plan, reports, string.Join(' ', args));
    }

    return failed == 0 ? 0 : 1;
});
return await root.Parse(args).InvokeAsync();

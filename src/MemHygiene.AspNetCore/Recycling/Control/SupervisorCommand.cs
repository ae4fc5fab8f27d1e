using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What the program answers itself instead of serving: <c>--explain</c>, and <c>memhygiene</c> with <c>status</c>, <c>restart</c> or <c>scale N</c>.</summary>
internal static class SupervisorCommand
{
    private const string Explain = "--explain";
    private const string Name = "memhygiene";

    /// <summary>Whether the arguments are ours. An app that has such arguments itself gets them when there is anything more than these.</summary>
    public static bool IsFor(IReadOnlyList<string> args) => args is [Explain] or [Name, "status" or "restart"] or [Name, "scale", _];

    /// <returns>The exit code: 0, or 1 if no supervisor answers.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, SupervisorOptions options, TextWriter output, TextWriter error)
    {
        try
        {
            var text = args is [Explain] ? await ExplainAsync(options).ConfigureAwait(false) : (await AskAsync(options, string.Join(' ', args.Skip(1))).ConfigureAwait(false)).ToString();
            await output.WriteLineAsync(text).ConfigureAwait(false);
            return 0;
        }
        catch (IOException exception)
        {
            await error.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task<string> ExplainAsync(SupervisorOptions options)
    {
        var plan = SupervisorOptions.Plan(options.WorkerBytes);
        var lines = new List<string> { plan.Explain() };
        if (options.Workers is > 0 and { } set)
        {
            lines.Add($"set to {set}: {plan.Advise(set)}");
        }

        if (options.ControlSocket is not null && await TryAskAsync(options).ConfigureAwait(false) is { MeasuredWorkerBytes: { } measured } status)
        {
            var measuredPlan = SupervisorOptions.Plan(measured);
            lines.Add($"measured: {measuredPlan.Explain()}");
            lines.Add($"running: {measuredPlan.Advise(status.Workers)}");
        }

        return string.Join(Environment.NewLine, lines);
    }

    private static async Task<FleetStatus?> TryAskAsync(SupervisorOptions options)
    {
        try
        {
            return await AskAsync(options, "status").ConfigureAwait(false);
        }
        catch (IOException)
        {
            // None runs.
            return null;
        }
    }

    private static Task<FleetStatus> AskAsync(SupervisorOptions options, string command) => options.ControlSocket is { } path
        ? ControlClient.AskAsync(path, command)
        : throw new IOException($"{nameof(SupervisorOptions)}.{nameof(options.ControlSocket)} (MEMHYGIENE_CONTROL_SOCKET) is not set, so no supervisor can be asked.");
}

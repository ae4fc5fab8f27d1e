using System.Text.Json;
using MemHygiene.JsonStoreApp;
using MemHygiene.JsonStoreApp.Counting;
using MemHygiene.JsonStoreApp.Crashes;
using MemHygiene.JsonStoreApp.Herds;
using MemHygiene.JsonStoreApp.Histories;
using MemHygiene.JsonStoreApp.PowerCuts;

try
{
    return args switch
    {
        ["crash", ..] => await CrashCommand.RunAsync(args),
        ["crash-writer", ..] => await CrashWriter.RunAsync(args),
        ["count", ..] => await CountCommand.RunAsync(args),
        ["count-worker", ..] => await CountWorker.RunAsync(args),
        ["history", ..] => await HistoryCommand.RunAsync(args),
        ["history-worker", ..] => await HistoryWorker.RunAsync(args),
        ["powercut", ..] => await PowerCutCommand.RunAsync(args),
        ["herd", ..] => await HerdCommand.RunAsync(args),
        _ => throw new ArgumentException("The verbs are crash, count, history, powercut and herd."),
    };
}
catch (Violation violation)
{
    await Console.Error.WriteLineAsync($"VIOLATION: {violation.Message}");
    return 1;
}
catch (Exception failed) when (failed is IOException or JsonException)
{
    await Console.Error.WriteLineAsync($"VIOLATION: a call failed: {failed.Message}");
    return 1;
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

using System.Text.Json;
using MemHygiene.JsonStoreApp.Ledgers;

namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>Cuts the power after each event of a recorded run, and looks at every state that the disk can be in then.</summary>
internal static class PowerCutCheck
{
    /// <param name="events">The run. What comes before the folder was flushed for the first time is taken for its preparation.</param>
    /// <param name="name">The ledger's.</param>
    /// <returns>The first state that must not be, or null; and how many states were looked at.</returns>
    public static (string? Violation, int States) Find(IReadOnlyList<DiskEvent> events, string name)
    {
        var acknowledged = new Dictionary<string, long>();
        var states = 0;
        var prepared = events.TakeWhile(happened => happened is not DiskEvent.FolderFlushed).Count();
        for (var cut = prepared; cut < events.Count; cut++)
        {
            if (events[cut] is DiskEvent.Acknowledged update)
            {
                acknowledged[update.Writer] = update.Number;
            }

            foreach (var content in PowerCut.PossibleContents([.. events.Take(cut + 1)], name))
            {
                states++;
                if (Judge(content, acknowledged) is { } violation)
                {
                    return ($"After event {cut} ({events[cut].GetType().Name}) a power cut can leave {violation}", states);
                }
            }
        }

        return (null, states);
    }

    private static string? Judge(byte[]? content, Dictionary<string, long> acknowledged)
    {
        if (content is null)
        {
            return "no file.";
        }

        try
        {
            var ledger = JsonSerializer.Deserialize(content, LedgerContext.Default.Ledger);
            if (ledger is not { IsWhole: true })
            {
                return "a mixture of two documents.";
            }

            return acknowledged.Where(update => ledger.ByWriter.GetValueOrDefault(update.Key) < update.Value)
                .Select(update => $"{ledger.ByWriter.GetValueOrDefault(update.Key)} updates of {update.Key}, which was told that {update.Value} are done.")
                .FirstOrDefault();
        }
        catch (JsonException)
        {
            return $"{content.Length} bytes that are no document.";
        }
    }
}

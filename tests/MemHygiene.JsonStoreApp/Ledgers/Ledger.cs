using System.Globalization;
using System.Text.Json.Serialization;

namespace MemHygiene.JsonStoreApp.Ledgers;

/// <summary>The document. Each update changes two related places in it, and a checksum over all tells whether it is one update's work as a whole.</summary>
internal sealed class Ledger
{
    private const ulong FnvOffset = 14695981039346656037;
    private const ulong FnvPrime = 1099511628211;

    /// <summary>All updates ever.</summary>
    public long Count { get; set; }

    /// <summary>The updates of each writer; their sum is <see cref="Count"/>.</summary>
    public Dictionary<string, long> ByWriter { get; set; } = [];

    /// <summary>Makes writing take longer, so that more kills fall into it. Different from one update to the next.</summary>
    public string Padding { get; set; } = "";

    public ulong Checksum { get; set; }

    [JsonIgnore]
    public bool IsWhole => Count == ByWriter.Values.Sum() && Checksum == Sum();

    public static Ledger Empty()
    {
        var ledger = new Ledger();
        ledger.Checksum = ledger.Sum();
        return ledger;
    }

    public void Add(string writer, int padding)
    {
        ByWriter[writer] = ByWriter.GetValueOrDefault(writer) + 1;
        Count++;
        Padding = new string((char)('a' + (Count % 26)), padding);
        Checksum = Sum();
    }

    private ulong Sum()
    {
        var sum = Add(FnvOffset, Count.ToString(CultureInfo.InvariantCulture));
        foreach (var (writer, count) in ByWriter.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            sum = Add(Add(sum, writer), count.ToString(CultureInfo.InvariantCulture));
        }

        return Add(sum, Padding);
    }

    private static ulong Add(ulong sum, string text)
    {
        foreach (var character in text)
        {
            sum = (sum ^ character) * FnvPrime;
        }

        return (sum ^ '\n') * FnvPrime;
    }
}

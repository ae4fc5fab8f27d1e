using System.Globalization;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>
/// Who starts a program may have it ignore signals (nohup: HUP; a script's "&amp;": INT and QUIT), and the runtime respects that even where a handler is asked for: the supervisor would
/// wait in vain.
/// </summary>
internal static class IgnoredSignals
{
    private const string Status = "/proc/self/status";
    private const string Field = "SigIgn:";

    private static readonly (int Number, string Name)[] Awaited = [(1, "HUP"), (2, "INT"), (3, "QUIT"), (10, "USR1"), (15, "TERM"), (21, "TTIN"), (22, "TTOU")];

    /// <summary>Says which of the signals that mean something to a supervisor do not reach this process.</summary>
    public static void Warn(ILogger logger)
    {
        var ignored = Read(File.ReadAllText(Status));
        if (ignored.Length > 0)
        {
            Log.SignalsIgnored(logger, string.Join(", ", ignored.Select(name => "SIG" + name)), string.Join(',', ignored));
        }
    }

    /// <param name="status">The text of <c>/proc/self/status</c>.</param>
    internal static string[] Read(string status)
    {
        var field = status.IndexOf(Field, StringComparison.Ordinal);
        if (field < 0)
        {
            return [];
        }

        var value = status.AsSpan(field + Field.Length);
        var end = value.IndexOf('\n');
        var digits = (end < 0 ? value : value[..end]).Trim();
        return ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask)
            ? [.. Awaited.Where(signal => (mask >> (signal.Number - 1) & 1) != 0).Select(signal => signal.Name)]
            : [];
    }
}

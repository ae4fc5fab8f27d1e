using System.Buffers.Text;
using System.Globalization;
using MemHygiene.Readings;

namespace MemHygiene.Reports;

/// <summary>Finds the workers that have the same supervisor as this process: children of one parent that were told their number. Never throws.</summary>
internal sealed class WorkerProcesses(KernelFiles files, int ownId)
{
    /// <summary>How a supervisor tells a worker that it is one: <c>number:descriptor</c>.</summary>
    public const string Variable = "MEMHYGIENE_WORKER";

    // What the kernel tells programs in is this, whatever it counts in itself.
    private const double TicksPerSecond = 100;

    private static readonly byte[] Assignment = [.. (Variable + "=").Select(letter => (byte)letter)];

    /// <summary>All of them, by number; null if this process has no supervisor or the kernel does not tell.</summary>
    public IReadOnlyList<WorkerReport>? Read()
    {
        if (NumberOf(ownId) is null || Stat(ownId) is not { } own)
        {
            return null;
        }

        var upTime = UpTime();
        var workers = from name in files.List("/proc") ?? []
                      let id = int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1
                      where id > 0 && Stat(id)?.Parent == own.Parent
                      let worker = Describe(id, upTime)
                      where worker is not null
                      orderby worker.Number, worker.ProcessId
                      select worker;
        return [.. workers];
    }

    private WorkerReport? Describe(int id, double? upTime)
    {
        // Other children of the supervisor are no workers; those that have just ended are nobody.
        if (NumberOf(id) is not { } number || Stat(id) is not { } stat)
        {
            return null;
        }

        var status = files.ReadAll($"/proc/{id}/status");
        return new()
        {
            ProcessId = id,
            Number = number,
            IsThis = id == ownId,
            ResidentBytes = KernelText.Value(status, "VmRSS"u8),
            PrivateBytes = KernelText.Value(status, "RssAnon"u8) + KernelText.Value(status, "RssShmem"u8),
            Threads = KernelText.Value(status, "Threads"u8) is > 0 and <= int.MaxValue and var threads ? (int)threads : null,
            Age = upTime - (stat.StartTicks / TicksPerSecond) is >= 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private int? NumberOf(int id)
    {
        // The kernel keeps what the process was started with, whatever it has removed since.
        var environment = files.ReadAll($"/proc/{id}/environ");
        foreach (var range in environment.Split((byte)0))
        {
            var entry = environment[range];
            if (entry.StartsWith(Assignment) && Utf8Parser.TryParse(entry[Assignment.Length..], out int number, out _) && number >= 0)
            {
                return number;
            }
        }

        return null;
    }

    private (long Parent, long StartTicks)? Stat(int id)
    {
        // The second field, the program's name in brackets, may hold anything; the third, the state, comes behind its last bracket.
        var text = files.ReadAll($"/proc/{id}/stat");
        var line = text[(text.LastIndexOf((byte)')') + 1)..].TrimStart((byte)' ');
        long? parent = null;
        for (var field = 3; field <= 22; field++)
        {
            var word = KernelText.NextWord(ref line);
            if (field == 4)
            {
                parent = KernelText.Digits(word);
            }
            else if (field == 22)
            {
                return parent is { } known && KernelText.Digits(word) is { } start ? (known, start) : null;
            }
        }

        return null;
    }

    private double? UpTime()
    {
        var text = files.ReadAll("/proc/uptime");
        return Utf8Parser.TryParse(text, out double seconds, out _) && seconds > 0 && double.IsFinite(seconds) ? seconds : null;
    }
}

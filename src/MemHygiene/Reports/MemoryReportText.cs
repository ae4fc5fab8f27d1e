using System.Globalization;
using System.Text;
using MemHygiene.Internal;
using MemHygiene.Readings;

namespace MemHygiene.Reports;

/// <summary>Writes a report for a console or a log.</summary>
internal static class MemoryReportText
{
    private const string Unknown = "unknown";

    public static string Write(MemoryReport report)
    {
        var text = new StringBuilder();
        WriteHead(report, text);
        WriteTroubles(report, text);
        Breakdown(report).WriteTo(text, 1, 2);
        Parts(report).WriteTo(text, 1, 2);
        Consumers(report).WriteTo(text, 1, 2, 3);
        Workers(report).WriteTo(text, 0, 1, 2, 3, 4, 5, 6);
        PeriodicWork(report).WriteTo(text, 1, 2, 3, 4);
        return text.ToString();
    }

    private static void WriteHead(MemoryReport report, StringBuilder text)
    {
        var reading = report.Reading;
        Line(text, $"Memory is {report.Level}: {Share(reading.UsedShare)} in use, {Bytes(reading.UsedBytes)} of {Bytes(reading.LimitBytes)} ({Kind(reading.LimitKind)})");
        Line(text, $"Process {report.ProcessId} on {report.MachineName ?? Unknown}, up {Time(report.UpTime)}, {report.Runtime?.Framework ?? Unknown}, {report.At:u}");
        if (reading.TimeToLimit is { } left)
        {
            Line(text, $"At this pace the limit is reached in {Time(left)}");
        }
    }

    private static void WriteTroubles(MemoryReport report, StringBuilder text)
    {
        foreach (var alert in report.Alerts)
        {
            Line(text, $"! {alert.Message} {alert.Advice}");
        }

        foreach (var symptom in report.Symptoms)
        {
            Line(text, $"! {symptom.Seen} {symptom.Advice}");
        }

        foreach (var part in report.Unread)
        {
            Line(text, $"? {part}");
        }
    }

    private static TextTable Breakdown(MemoryReport report)
    {
        var table = new TextTable(report.Breakdown is { } all ? Kind(all.Kind) : "", "bytes", "share");
        if (report.Breakdown is { } breakdown)
        {
            foreach (var part in breakdown.Parts)
            {
                table.Add(part.Name, ByteText.Of(part.Bytes), Share((double)part.Bytes / breakdown.TotalBytes));
            }

            table.Add("all", ByteText.Of(breakdown.TotalBytes), "");
        }

        return table;
    }

    private static TextTable Parts(MemoryReport report)
    {
        var table = new TextTable("process", "bytes", "share");
        if (report.Process is { } process)
        {
            foreach (var part in process.Parts)
            {
                table.Add(part.Name, ByteText.Of(part.Bytes), Share((double)part.Bytes / process.ResidentBytes));
            }

            table.Add("resident", Bytes(process.ResidentBytes), "");
        }

        return table;
    }

    private static TextTable Consumers(MemoryReport report)
    {
        var table = new TextTable("consumer", "holds", "items", "gave back", "released by");
        foreach (var consumer in report.Consumers)
        {
            table.Add(consumer.Name, Bytes(consumer.Usage.HeldBytes), Number(consumer.Usage.Items), ByteText.Of(consumer.ReleasedBytes), consumer.Trouble ?? consumer.ReleasedBy);
        }

        return table;
    }

    private static TextTable Workers(MemoryReport report)
    {
        var table = new TextTable("worker", "process", "resident", "private", "threads", "age", "requests", "");
        foreach (var worker in report.Workers)
        {
            table.Add(
                Number(worker.Number, "-"),
                Number(worker.ProcessId),
                Bytes(worker.ResidentBytes),
                Bytes(worker.PrivateBytes),
                Number(worker.Threads),
                Time(worker.Age),
                Number(worker.Requests),
                worker.IsThis ? "this one" : "");
        }

        return table;
    }

    private static TextTable PeriodicWork(MemoryReport report)
    {
        var table = new TextTable("periodic work", "every", "runs", "failed", "next", "last error");
        foreach (var work in report.PeriodicWork)
        {
            table.Add(
                work.Name,
                Time(work.EffectiveInterval) + (work.IsStretched ? " (stretched)" : ""),
                Number(work.Runs),
                Number(work.Failures),
                work.IsRunning ? "now" : work.NextRun is { } next ? "in " + Time(next - report.At) : "-",
                work.LastError ?? "");
        }

        return table;
    }

    private static string Kind(MemoryLimitKind kind) => kind switch
    {
        MemoryLimitKind.Container => "container",
        MemoryLimitKind.Host => "host",
        MemoryLimitKind.GCHeap => "managed heap",
        _ => "limit unknown",
    };

    private static string Bytes(long? bytes) => bytes is { } known ? ByteText.Of(known) : Unknown;

    private static string Share(double? share) => share is { } known ? known.ToString("P0", CultureInfo.InvariantCulture) : Unknown;

    private static string Number(long? number, string unknown = Unknown) => number?.ToString(CultureInfo.InvariantCulture) ?? unknown;

    private static string Time(TimeSpan? time) => time switch
    {
        null => Unknown,
        { TotalDays: >= 2 } days => string.Create(CultureInfo.InvariantCulture, $"{days.TotalDays:F0} d"),
        { TotalHours: >= 2 } hours => string.Create(CultureInfo.InvariantCulture, $"{hours.TotalHours:F0} h"),
        { TotalMinutes: >= 2 } minutes => string.Create(CultureInfo.InvariantCulture, $"{minutes.TotalMinutes:F0} min"),
        { } seconds => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, seconds.TotalSeconds):F0} s"),
    };

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}

using System.Globalization;
using System.Text;

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>The supervisor and its workers at one moment.</summary>
internal sealed record FleetStatus
{
    public required int ProcessId { get; init; }

    public required double UpSeconds { get; init; }

    /// <summary>How many are to serve.</summary>
    public required int Workers { get; init; }

    /// <summary>How many were started so far.</summary>
    public required int Started { get; init; }

    /// <summary>How many were replaced or stopped, and left as they were asked to.</summary>
    public required int Left { get; init; }

    /// <summary>How many ended in another way.</summary>
    public required int Died { get; init; }

    /// <summary>The most private memory that one of the workers has had so far; null while none is known.</summary>
    public required long? MeasuredWorkerBytes { get; init; }

    public required bool IsStopping { get; init; }

    public required IReadOnlyList<WorkerStatus> Members { get; init; }

    /// <summary>As lines for a person.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        Append($"supervisor {ProcessId}, up {Duration(UpSeconds)}{(IsStopping ? ", stopping" : "")}: {Workers} workers wanted, {Started} started, {Left} left, {Died} died");
        Append($"; a worker takes {Megabytes(MeasuredWorkerBytes)} at most\n");
        foreach (var member in Members)
        {
            var limit = member.RequestLimit is { } most ? $" of {most}" : "";
            Append($"worker {member.Number} (pid {member.ProcessId}) {member.State.ToString().ToLowerInvariant()}, {Duration(member.AgeSeconds)} old: {member.Requests}{limit} requests, {member.Connections} connections, ");
            Append($"{Megabytes(member.PrivateBytes)}, {Megabytes(member.HeapBytes)} of it managed{Due(member)}\n");
        }

        return text.ToString().TrimEnd('\n');

        void Append(FormattableString part) => text.Append(part.ToString(CultureInfo.InvariantCulture));
    }

    private static string Due(WorkerStatus member) =>
        member.DueFor is not { } reason ? "" : $"; due for {reason}" + (member.DueInSeconds is > 0 and { } seconds ? $" in {Duration(seconds)}" : "");

    private static string Megabytes(long? bytes) => bytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known / (1024.0 * 1024):0.0} MB") : "an unknown amount";

    private static string Duration(double seconds) => seconds < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
        : TimeSpan.FromSeconds(Math.Floor(seconds)).ToString("c", CultureInfo.InvariantCulture);
}

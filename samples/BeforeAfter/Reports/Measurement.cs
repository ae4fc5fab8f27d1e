using BeforeAfter.Load;
using BeforeAfter.Observe;

namespace BeforeAfter.Reports;

/// <summary>When a round ran, since the app's start.</summary>
internal sealed record RoundSpan(TimeSpan From, TimeSpan To);

/// <summary>All that was seen of one app: its figures, and what the charts and the explanations need beyond them.</summary>
internal sealed record Measurement(
    string Name,
    Figures Figures,
    LoadResult Load,
    IReadOnlyList<ResidentSample> Samples,
    IReadOnlyList<RoundSpan> Rounds,
    IReadOnlyList<Counters> PerProcess,
    long FileReads,
    int TemporaryFilesLeft);

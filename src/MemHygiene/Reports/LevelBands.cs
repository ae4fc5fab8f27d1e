namespace MemHygiene.Reports;

/// <summary>Below which share of free memory each level begins, 0 to 1: the options of the monitor.</summary>
/// <param name="AcceptableBelow">Good above, acceptable below.</param>
/// <param name="WarningBelow">Acceptable above, warning below.</param>
/// <param name="CriticalBelow">Warning above, critical below.</param>
public sealed record LevelBands(double AcceptableBelow, double WarningBelow, double CriticalBelow);

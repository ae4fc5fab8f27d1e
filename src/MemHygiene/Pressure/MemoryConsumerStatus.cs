namespace MemHygiene.Pressure;

/// <summary>What the monitor knows of one consumer. A copy: it does not change.</summary>
/// <param name="Name">What it calls itself.</param>
/// <param name="ReleasedBy">What bounds it and what else releases it.</param>
/// <param name="TrimCost">What giving back costs.</param>
/// <param name="Usage">What it said last; null bytes where it cannot tell, threw, or said what cannot be (negative, or more than the machine has).</param>
/// <param name="LastTrim">Its last trim, if there was one.</param>
/// <param name="ReleasedBytes">What all its trims gave back together, by its own account.</param>
/// <param name="Trouble">What is wrong with it: it threw, hangs or reports impossible figures. Null if nothing is.</param>
public sealed record MemoryConsumerStatus(
    string Name, string ReleasedBy, TrimCost TrimCost, MemoryUsage Usage, MemoryTrim? LastTrim, long ReleasedBytes, string? Trouble);

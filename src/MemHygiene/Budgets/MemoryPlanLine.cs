namespace MemHygiene.Budgets;

/// <summary>One part of the memory.</summary>
/// <param name="Name">What takes it, such as <c>headroom</c> or <c>requests</c>.</param>
/// <param name="Bytes">What it gets, for all workers together. Never negative.</param>
/// <param name="MissingBytes">What it would need besides and does not get, because nothing was left. 0 in a plan that fits.</param>
/// <param name="Reason">How the bytes come about.</param>
public sealed record MemoryPlanLine(string Name, long Bytes, long MissingBytes, string Reason);

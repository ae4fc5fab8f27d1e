namespace MemHygiene.Budgets;

/// <summary>A setting that a plan came to, and why.</summary>
/// <param name="Value">The setting.</param>
/// <param name="Reason">Why, with the figures it follows from.</param>
/// <typeparam name="T">What is set.</typeparam>
public sealed record Planned<T>(T Value, string Reason);

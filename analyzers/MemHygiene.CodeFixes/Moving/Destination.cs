namespace MemHygiene.CodeFixes.Moving;

/// <summary>Where an expression is moved to, which decides what it may name there.</summary>
/// <param name="Kind">The place.</param>
/// <param name="IsForeign">The place is in another assembly: only public members are in reach.</param>
/// <param name="Values">Services that are there before the provider is, by their short names, as code; null outside a host.</param>
internal sealed record Destination(PlaceKind Kind, bool IsForeign = false, IReadOnlyDictionary<string, string>? Values = null)
{
    public static readonly Destination StaticField = new(PlaceKind.StaticField);
    public static readonly Destination LocalAbove = new(PlaceKind.LocalAbove);
}

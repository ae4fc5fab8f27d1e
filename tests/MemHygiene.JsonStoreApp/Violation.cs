namespace MemHygiene.JsonStoreApp;

/// <summary>A promise of the store that was seen broken. Ends the verb with 1.</summary>
/// <param name="seen">What was seen, and what should have been.</param>
internal sealed class Violation(string seen) : Exception(seen);

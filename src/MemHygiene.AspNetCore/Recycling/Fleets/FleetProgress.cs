namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>How far the fleet is.</summary>
/// <param name="Serving">How many workers serve.</param>
/// <param name="Wanted">How many shall.</param>
/// <param name="Draining">How many finish what they have.</param>
/// <param name="Restarts">How often all were to be replaced so far.</param>
/// <param name="IsRestarting">Whether one that was to be replaced is still there, and not draining.</param>
/// <param name="IsStopping">Whether all end.</param>
internal readonly record struct FleetProgress(int Serving, int Wanted, int Draining, int Restarts, bool IsRestarting, bool IsStopping);

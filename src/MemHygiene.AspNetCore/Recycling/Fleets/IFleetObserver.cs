namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>Looks at the fleet after everything that happens. Only the supervisor's loop calls it.</summary>
internal interface IFleetObserver
{
    /// <summary>How long until it wants to look although nothing happened.</summary>
    TimeSpan UntilNextLook { get; }

    void Look(FleetProgress progress);
}

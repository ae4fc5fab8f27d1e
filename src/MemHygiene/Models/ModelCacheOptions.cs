namespace MemHygiene.Models;

/// <summary>How one model is loaded.</summary>
public sealed class ModelCacheOptions
{
    /// <summary>Whether the host loads the model before it starts to serve. A load that fails then fails the start.</summary>
    /// <value>The default is <see langword="false"/>: the first lease loads.</value>
    public bool PreloadAtStartup { get; set; }

    /// <summary>How long those who wait for one load wait at most; the load's token is cancelled then.</summary>
    /// <remarks>A loader that does not heed its token goes on, and no second load starts beside it; if it ends well, its model is used after all.</remarks>
    /// <value>The default is <see cref="Timeout.InfiniteTimeSpan"/>: the callers' own tokens decide. Otherwise more than zero and at most 24 days.</value>
    public TimeSpan LoadTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>What the loaded model holds, managed and native, for the memory report: what its documentation or a measurement says.</summary>
    /// <value>The default is null: unknown.</value>
    public long? ModelBytes { get; set; }

    /// <summary>How long nobody has leased the model when it is unloaded because memory is critical. The next lease loads it again.</summary>
    /// <value>The default is 1 minute. <see cref="Timeout.InfiniteTimeSpan"/> keeps it whatever happens.</value>
    public TimeSpan UnloadUnderPressureAfter { get; set; } = TimeSpan.FromMinutes(1);
}

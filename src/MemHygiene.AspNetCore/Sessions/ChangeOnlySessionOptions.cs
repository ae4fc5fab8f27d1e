using Microsoft.AspNetCore.Builder;

namespace MemHygiene.AspNetCore.Sessions;

/// <summary>How seldom an unchanged session's sliding expiry is moved on.</summary>
public sealed class ChangeOnlySessionOptions
{
    /// <summary>The part of <see cref="SessionOptions.IdleTimeout"/> in which a process refreshes an unchanged session at most once.</summary>
    /// <remarks>A session lives between (1 − this fraction) × IdleTimeout and IdleTimeout after its last request, and never longer; 0 refreshes with every request, as the framework does.</remarks>
    /// <value>Default: 0.25, a refresh every 5 minutes and at least 15 minutes of life for the framework's 20. From 0 to 0.5.</value>
    public double RefreshFraction { get; set; } = 0.25;

    /// <summary>For how many sessions the time of the last refresh is remembered; a forgotten one is merely refreshed again.</summary>
    /// <value>Default: 8,192 sessions, rounded up to a power of two; about 140 bytes each once used. From 4 to 16,777,216.</value>
    public int MaxRememberedSessions { get; set; } = 8192;
}

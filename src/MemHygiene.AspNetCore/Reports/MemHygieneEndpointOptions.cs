namespace MemHygiene.AspNetCore.Reports;

/// <summary>Who may see the memory report. Everybody else gets 404, as if there were nothing.</summary>
/// <remarks>An endpoint with <c>RequireAuthorization()</c> is shown to those whom the framework's authorization lets through, and to nobody else: these options do not count there.</remarks>
public sealed class MemHygieneEndpointOptions
{
    /// <summary>
    /// Whether it is shown to those on this machine: the connection comes from a loopback address, the request names a loopback host, and nothing in it says that a proxy or another site's page sent it.
    /// </summary>
    /// <value>The default is <see langword="true"/>. Set it to <see langword="false"/> where a proxy on this machine sends on what comes from outside and adds no headers to it.</value>
    public bool AllowLoopback { get; set; } = true;

    /// <summary>The name of an authorization policy; users who satisfy it see the report wherever they are.</summary>
    /// <value>The default is <see langword="null"/>: none.</value>
    public string? AuthorizationPolicy { get; set; }

    /// <summary>Whether everybody sees it who can reach the endpoint.</summary>
    /// <value>The default is <see langword="false"/>. For a port that only operators reach, together with <c>RequireHost("*:8081")</c>.</value>
    public bool AllowRemote { get; set; }
}

using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.Recycling.Benchmarks;

/// <param name="Name">As <c>--scenarios</c> names it.</param>
/// <param name="Title">What the clients do.</param>
/// <param name="Kind">What each request is.</param>
/// <param name="Path">What a GET asks for.</param>
/// <param name="MaxThinkTime">The longest pause before a request. With none the machine is busy and throughput says something.</param>
/// <param name="LeastOfUnreplaced">The throughput that replacing workers may leave, as a share of the same workers never replaced; null where clients and not workers are the limit.</param>
internal sealed record Scenario(string Name, string Title, LoadKind Kind, string Path, TimeSpan MaxThinkTime, double? LeastOfUnreplaced)
{
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(4);

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("get", "GET on kept connections, a pause of up to 4 ms before each", LoadKind.KeepAliveGet, "/", ShortPause, null),
        new("post", "POST on kept connections, a pause of up to 4 ms before each", LoadKind.KeepAlivePost, "/", ShortPause, null),
        new("close", "GET, a connection for each, a pause of up to 4 ms before", LoadKind.ConnectionClose, "/", ShortPause, null),
        new("burn1300", "GET of 1.3 ms processor time on kept connections, no pause", LoadKind.KeepAliveGet, "/burn/1300", TimeSpan.Zero, 0.80),
        new("burn5000", "GET of 5 ms processor time on kept connections, no pause", LoadKind.KeepAliveGet, "/burn/5000", TimeSpan.Zero, 0.95),
    ];
}

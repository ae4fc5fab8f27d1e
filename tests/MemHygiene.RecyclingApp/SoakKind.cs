using System.Net;
using System.Net.Sockets;
using MemHygiene.RecyclingApp.Load;

namespace MemHygiene.RecyclingApp;

/// <summary>One kind of client of a soak, and the app that it needs.</summary>
/// <param name="Name">As <c>--kinds</c> names it.</param>
/// <param name="Load">What each request is.</param>
/// <param name="Clients">How many users at a time.</param>
/// <param name="MaxThinkTime">The longest pause before a request.</param>
internal sealed record SoakKind(string Name, LoadKind Load, int Clients, TimeSpan MaxThinkTime)
{
    /// <summary>How many connections of the kind "idle" there are unless the arguments say otherwise.</summary>
    public const int IdleConnections = 2000;

    /// <summary>All.</summary>
    private const string Default = "get,post,close,idle,h2c,unix,https,https-h2,websocket,events";

    /// <summary>How much before Kestrel's keep-alive timeout an idle connection sends its next request: closer to it, who comes first is the protocol's own race.</summary>
    private static readonly TimeSpan KeepAliveMargin = TimeSpan.FromSeconds(0.5);

    /// <summary>Where the app listens.</summary>
    public string Urls { get; private init; } = "http://127.0.0.1:0";

    /// <summary>What the app needs to be told.</summary>
    public string[] Arguments { get; private init; } = [];

    /// <summary>Whether only signals replace a worker: a connection that stays is one request, however much goes over it.</summary>
    public bool NeedsSignals => Load is LoadKind.WebSocketMessage or LoadKind.ServerSentEvent;

    /// <summary>--kinds get,post --clients 32 --think 4 (ms) --idle 2000 (connections) --keep-alive 5 (seconds).</summary>
    /// <exception cref="ArgumentException">There is no such kind.</exception>
    public static IReadOnlyList<SoakKind> Choose(string[] args)
    {
        var clients = AppArguments.Read(args, "--clients", 32);
        var think = TimeSpan.FromMilliseconds(AppArguments.Read(args, "--think", 4));
        var idle = OpenFileLimit.Fit(AppArguments.Read(args, "--idle", IdleConnections));
        var keepAlive = TimeSpan.FromSeconds(AppArguments.Read(args, "--keep-alive", 5));
        SoakKind[] all =
        [
            new("get", LoadKind.KeepAliveGet, clients, think),
            new("post", LoadKind.KeepAlivePost, clients, think),
            new("close", LoadKind.ConnectionClose, clients, think),
            new("idle", LoadKind.KeepAlivePost, idle, keepAlive - KeepAliveMargin),
            new("h2c", LoadKind.Http2, clients, think) { Arguments = ["--http2"] },
            new("unix", LoadKind.KeepAliveGet, clients, think) { Urls = $"http://unix:{Path.Combine(Path.GetTempPath(), $"memhygiene-soak-{Environment.ProcessId}.sock")}" },
            new("https", LoadKind.HttpsPost, clients, think) { Urls = "https://127.0.0.1:0", Arguments = ["--https"] },
            new("https-h2", LoadKind.Https2, clients, think) { Urls = "https://127.0.0.1:0", Arguments = ["--https"] },

            // Longer pauses, so that the run goes on while workers leave in the time that they give to streams.
            new("websocket", LoadKind.WebSocketMessage, 4 * clients, 40 * think),
            new("events", LoadKind.ServerSentEvent, 4 * clients, TimeSpan.Zero),
        ];
        return
        [
            .. (AppArguments.Text(args, "--kinds") ?? Default).Split(',').Select(name =>
                Array.Find(all, kind => kind.Name == name) ?? throw new ArgumentException($"There is no kind '{name}'; there are {string.Join(", ", all.Select(kind => kind.Name))}.")),
        ];
    }

    public EndPoint EndPointOf(SupervisedApp app) => Urls.Split("unix:") is [_, var path] ? new UnixDomainSocketEndPoint(path) : app.EndPoint;
}

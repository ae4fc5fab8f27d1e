using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using BeforeAfter.Data;
using SupportDesk.Chat;

namespace BeforeAfter.Load;

/// <summary>How long one answer took, and what was wrong with it, if anything.</summary>
internal readonly record struct Answer(TimeSpan Duration, string? Failure);

/// <summary>Sends one request after the other over one kept-alive connection. Keeps its cookies from round to round, its connection for one round.</summary>
internal sealed class VirtualUser
{
    /// <summary>How long a user looks at an answer before the next request.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Uri _address;
    private readonly int _number;
    private readonly IReadOnlyDictionary<string, string> _expectedTopics;
    private readonly CookieContainer _cookies = new();

    public VirtualUser(Uri address, int number, IReadOnlyDictionary<string, string> expectedTopics)
    {
        _address = address;
        _number = number;
        _expectedTopics = expectedTopics;
    }

    public async Task RunAsync(IEnumerable<PlannedRequest> script, Action<Answer> report, CancellationToken cancellation)
    {
        using var handler = new SocketsHttpHandler { CookieContainer = _cookies, MaxConnectionsPerServer = 1, UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = _address, Timeout = Patience };
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(_number % 3 == 0 ? "de" : "en");
        client.DefaultRequestHeaders.UserAgent.ParseAdd(_number % 2 == 0 ? "Shop/1.0 (Mobile)" : "Shop/1.0");

        foreach (var planned in script)
        {
            var started = Stopwatch.GetTimestamp();
            string? failure;
            try
            {
                failure = await SendAsync(client, planned, cancellation);
            }
            catch (Exception failed) when (failed is HttpRequestException or IOException or System.Text.Json.JsonException
                || (failed is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                failure = $"{planned.Kind}: {failed.Message}";
            }

            report(new Answer(Stopwatch.GetElapsedTime(started), failure));
            await Task.Delay(Pause, cancellation);
        }
    }

    private async Task<string?> SendAsync(HttpClient client, PlannedRequest planned, CancellationToken cancellation)
    {
        if (planned.Kind == RequestKind.Chat)
        {
            return await ChatAsync(client, Corpus.Known[planned.Choice % Corpus.Known.Count].Text, cancellation);
        }

        var path = planned.Kind switch
        {
            RequestKind.Catalog => $"/catalog?category={CatalogWriter.Categories[planned.Choice % CatalogWriter.Categories.Length]}",
            RequestKind.Product => $"/catalog/{CatalogWriter.Sku(planned.Choice % CatalogWriter.ProductCount)}",
            RequestKind.Order => $"/orders/{planned.Choice}",
            RequestKind.Export => "/history/export",
            _ => "/history",
        };
        using var response = await client.GetAsync(path, cancellation);
        await response.Content.ReadAsByteArrayAsync(cancellation);
        return response.IsSuccessStatusCode ? null : $"GET {path}: {(int)response.StatusCode}";
    }

    private async Task<string?> ChatAsync(HttpClient client, string text, CancellationToken cancellation)
    {
        using var response = await client.PostAsJsonAsync("/chat", new ChatMessage(text), cancellation);
        if (!response.IsSuccessStatusCode)
        {
            return $"POST /chat: {(int)response.StatusCode}";
        }

        var reply = await response.Content.ReadFromJsonAsync<ChatReply>(cancellation);
        return reply?.Topic == _expectedTopics[text] ? null : $"POST /chat: \"{text}\" was taken for {reply?.Topic}";
    }
}

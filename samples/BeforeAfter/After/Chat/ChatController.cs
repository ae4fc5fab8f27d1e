using MemHygiene.Http;
using MemHygiene.JsonStores;
using MemHygiene.Models;
using Microsoft.AspNetCore.Mvc;
using SupportDesk.Catalogs;
using SupportDesk.History;

namespace SupportDesk.Chat;

[ApiController]
[Route("chat")]
public sealed class ChatController : ControllerBase
{
    private readonly IConfiguration _configuration;
    private readonly ModelCache<TextClassifier> _textClassifierModels;
    private readonly JsonStore<Catalog> _catalogStore;
    private readonly HandlerPool _handlers;

    public ChatController(IConfiguration configuration, ModelCache<TextClassifier> textClassifierModels, JsonStore<Catalog> catalogStore, HandlerPool handlers)
    {
        _configuration = configuration;
        _textClassifierModels = textClassifierModels;
        _catalogStore = catalogStore;
        _handlers = handlers;
    }

    [HttpPost]
    public async Task<ActionResult<ChatReply>> PostAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        // What is the customer talking about?
        using var classifierLease = await _textClassifierModels.LeaseAsync(cancellationToken);
        var classifier = classifierLease.Value;
        var topic = classifier.Classify(message.Text);

        var catalog = await _catalogStore.ReadAsync(cancellationToken);
        var prompt = catalog!.Prompts[topic];

        // The language model runs elsewhere.
        using var client = _handlers.CreateClient();
        var response = await client.PostAsJsonAsync(_configuration["Upstream:Url"] + "/complete", new CompletionRequest(prompt, message.Text), cancellationToken);
        response.EnsureSuccessStatusCode();
        var completion = await response.Content.ReadFromJsonAsync<Completion>(cancellationToken);

        var reply = new ChatReply(topic, completion!.Text);
        HttpContext.Session.AppendToHistory(message, reply);

        return reply;
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using SupportDesk.Catalogs;
using SupportDesk.History;

namespace SupportDesk.Chat;

[ApiController]
[Route("chat")]
public sealed class ChatController : ControllerBase
{
    private readonly IConfiguration _configuration;

    public ChatController(IConfiguration configuration)
    {
        _configuration = configuration;
    }

    [HttpPost]
    public async Task<ActionResult<ChatReply>> PostAsync(ChatMessage message, CancellationToken cancellationToken)
    {
        // What is the customer talking about?
        var classifier = TextClassifier.Load(AppPaths.Model);
        var topic = classifier.Classify(message.Text);

        var catalog = JsonSerializer.Deserialize<Catalog>(await System.IO.File.ReadAllTextAsync(AppPaths.Catalog, cancellationToken));
        var prompt = catalog!.Prompts[topic];

        // The language model runs elsewhere.
        using var client = new HttpClient();
        var response = await client.PostAsJsonAsync(_configuration["Upstream:Url"] + "/complete", new CompletionRequest(prompt, message.Text), cancellationToken);
        response.EnsureSuccessStatusCode();
        var completion = await response.Content.ReadFromJsonAsync<Completion>(cancellationToken);

        var reply = new ChatReply(topic, completion!.Text);
        HttpContext.Session.AppendToHistory(message, reply);
        await HttpContext.Session.CommitAsync(cancellationToken);

        return reply;
    }
}

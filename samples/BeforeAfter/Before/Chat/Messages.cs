namespace SupportDesk.Chat;

public sealed record ChatMessage(string Text);

public sealed record ChatReply(string Topic, string Text);

public sealed record CompletionRequest(string Prompt, string Text);

public sealed record Completion(string Text);

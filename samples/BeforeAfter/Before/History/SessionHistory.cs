using System.Text.Json;
using SupportDesk.Chat;

namespace SupportDesk.History;

public sealed record HistoryLine(string Question, string Topic, string Answer);

public static class SessionHistory
{
    private const string Key = "history";
    private const int Kept = 10;

    public static List<HistoryLine> ReadHistory(this ISession session)
    {
        return session.GetString(Key) is { } json ? JsonSerializer.Deserialize<List<HistoryLine>>(json)! : [];
    }

    public static void AppendToHistory(this ISession session, ChatMessage message, ChatReply reply)
    {
        var lines = session.ReadHistory();
        lines.Add(new HistoryLine(message.Text, reply.Topic, reply.Text));
        session.SetString(Key, JsonSerializer.Serialize(lines.TakeLast(Kept)));
    }
}

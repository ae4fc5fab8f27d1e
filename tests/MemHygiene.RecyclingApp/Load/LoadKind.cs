namespace MemHygiene.RecyclingApp.Load;

/// <summary>What each request of a <see cref="LoadRun"/> is.</summary>
internal enum LoadKind
{
    KeepAliveGet,
    KeepAlivePost,
    ConnectionClose,
    HttpsPost,
    Http2,
    Https2,
    WebSocketMessage,
    ServerSentEvent,
}

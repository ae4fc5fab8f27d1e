namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>Something that goes on until somebody ends it: a WebSocket or an event stream.</summary>
internal interface IOpenStream
{
    /// <summary>Ends it in its protocol's own way, without waiting for that. Called once, on any thread.</summary>
    void End();
}

using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Workers;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>What is said on the channel between the supervisor and one worker.</summary>
internal enum ControlVerb : byte
{
    /// <summary>Worker: give me the listening socket of an end point.</summary>
    Bind = 1,

    /// <summary>Supervisor: here it is; the message carries the descriptor.</summary>
    Bound,

    /// <summary>Supervisor: it could not be bound; the text is the socket error's number.</summary>
    BindFailed,

    /// <summary>Worker: the host has started, and is warm; it waits for the word to serve.</summary>
    Ready,

    /// <summary>Supervisor: accept connections now.</summary>
    Serve,

    /// <summary>Worker: connections are accepted.</summary>
    Serving,

    /// <summary>Worker: I live; the text is a <see cref="WorkerPulse"/>.</summary>
    Pulse,

    /// <summary>Worker: the request limit is reached; the text is the number of requests.</summary>
    Exhausted,

    /// <summary>Worker: replace me now, whatever the limits say.</summary>
    Retire,

    /// <summary>Worker: an exception is about to end me; the text is its type and message.</summary>
    Failed,

    /// <summary>Supervisor: stop accepting, finish what is under way, exit.</summary>
    Drain,
}

/// <param name="Verb">What is meant.</param>
/// <param name="Text">What the verb says that it is.</param>
/// <param name="Descriptor">A file descriptor that travels along, or -1. The receiver owns its copy.</param>
internal readonly record struct ControlMessage(ControlVerb Verb, string Text = "", int Descriptor = -1);

namespace MemHygiene.AspNetCore.Recycling.Fleets;

/// <summary>One worker, as the supervisor tells of it.</summary>
internal sealed record WorkerStatus
{
    public required int Number { get; init; }

    public required int ProcessId { get; init; }

    public required MemberState State { get; init; }

    /// <summary>Since it was started.</summary>
    public required double AgeSeconds { get; init; }

    public required long Requests { get; init; }

    /// <summary>Null: none.</summary>
    public required long? RequestLimit { get; init; }

    public required int Connections { get; init; }

    /// <summary>Resident memory that it shares with no file.</summary>
    public required long? PrivateBytes { get; init; }

    public required long HeapBytes { get; init; }

    /// <summary>Why it is to be replaced; null while it is not.</summary>
    public required RecycleReason? DueFor { get; init; }

    /// <summary>Until it is replaced, if that is known.</summary>
    public required double? DueInSeconds { get; init; }
}

using System.Numerics;

namespace MemHygiene.AspNetCore.Sessions;

/// <summary>
/// When this process last moved each session's expiry on: a fixed number of places, four per bucket, lock-free. Other processes can only have moved
/// it further, so what stands here is a lower bound, and a lost place costs one refresh more.
/// </summary>
internal sealed class RefreshMemory(int capacity, TimeProvider clock)
{
    private const int Ways = 4;

    // Of one stamp and its key's header, on 64 bits: two object headers, a reference, a timestamp, a length. Characters take two each.
    private const int BytesPerStamp = 32 + 24;

    private readonly Stamp?[] _stamps = new Stamp?[Math.Max(Ways, (int)BitOperations.RoundUpToPowerOf2((uint)capacity))];

    public bool IsDue(string sessionKey, TimeSpan interval)
    {
        foreach (ref var place in BucketOf(sessionKey))
        {
            if (Volatile.Read(ref place) is { } stamp && stamp.SessionKey == sessionKey)
            {
                return clock.GetElapsedTime(stamp.At) >= interval;
            }
        }

        return true;
    }

    /// <summary>The array of places itself.</summary>
    public long EmptyBytes => 24 + (long)_stamps.Length * IntPtr.Size;

    /// <summary>How many sessions it remembers, and the bytes for them.</summary>
    public (long Sessions, long Bytes) Measure()
    {
        var (sessions, bytes) = (0L, EmptyBytes);
        foreach (ref var place in _stamps.AsSpan())
        {
            if (Volatile.Read(ref place) is { } stamp)
            {
                sessions++;
                bytes += BytesPerStamp + stamp.SessionKey.Length * sizeof(char);
            }
        }

        return (sessions, bytes);
    }

    public void Clear()
    {
        foreach (ref var place in _stamps.AsSpan())
        {
            Volatile.Write(ref place, null);
        }
    }

    public long Now() => clock.GetTimestamp();

    /// <summary>Remembers a refresh or a write that has succeeded.</summary>
    /// <param name="sessionKey">The session's key.</param>
    /// <param name="at">The timestamp from before the call: the store can only have counted from then or later.</param>
    public void Note(string sessionKey, long at)
    {
        var bucket = BucketOf(sessionKey);
        ref var victim = ref bucket[0];
        var oldest = long.MaxValue;
        foreach (ref var place in bucket)
        {
            var stamp = Volatile.Read(ref place);
            if (stamp?.SessionKey == sessionKey)
            {
                victim = ref place;
                break;
            }

            var age = stamp?.At ?? long.MinValue;
            if (age < oldest)
            {
                victim = ref place;
                oldest = age;
            }
        }

        Volatile.Write(ref victim, new Stamp(sessionKey, at));
    }

    // String hashes are seeded per process: nobody outside can aim many sessions at one bucket.
    private Span<Stamp?> BucketOf(string sessionKey) =>
        _stamps.AsSpan(sessionKey.GetHashCode() & (_stamps.Length - Ways), Ways);

    private sealed record Stamp(string SessionKey, long At);
}

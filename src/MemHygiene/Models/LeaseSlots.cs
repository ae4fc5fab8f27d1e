using System.Collections.Concurrent;

namespace MemHygiene.Models;

/// <summary>Who holds a model right now: one slot for every lease, in stripes per core, so that two threads on two cores never write the same cache line.</summary>
/// <remarks>
/// A slot counts its turns: even is free, odd is taken, and a turn is never used again. So a lease that remembers its slot and its turn
/// can be given back exactly once, however often its struct was copied; a plain counter could not tell the second time from somebody else's.
/// Taking and giving back are one interlocked operation each (ModelCacheBenchmarks).
/// </remarks>
internal sealed class LeaseSlots
{
    public const int SlotsPerStripe = 64;

    private const int Overflowed = -1;

    // A cache line pair that nobody writes, between the array's length (read by every bounds check) and the first slot.
    private const int Padding = 16;

    private static readonly int Stripes = (int)Math.Min(64, System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    private readonly long[] _turns = new long[Padding + Stripes * SlotsPerStripe + Padding];

    // Leases that found their stripe full. Slower and allocating, but as exact as a slot.
    private readonly ConcurrentDictionary<long, bool> _overflow = new();
    private long _lastOverflow;

    /// <summary>False while anybody holds a slot. Says something lasting only after takers have been told to stay away.</summary>
    public bool IsEmpty
    {
        get
        {
            foreach (ref var turn in _turns.AsSpan())
            {
                if (IsTaken(Volatile.Read(ref turn)))
                {
                    return false;
                }
            }

            return _overflow.IsEmpty;
        }
    }

    /// <summary>How many leases were taken and given back so far, together; it changes with every use.</summary>
    public long Uses
    {
        get
        {
            var uses = Volatile.Read(ref _lastOverflow) - _overflow.Count;
            foreach (ref var turn in _turns.AsSpan())
            {
                uses += Volatile.Read(ref turn);
            }

            return uses;
        }
    }

    /// <summary>Takes a slot. A full fence: what the caller reads next was not read before the slot was taken.</summary>
    public int Take(out long turn) => Take(Thread.GetCurrentProcessorId(), out turn);

    /// <summary>The same from the stripe of a given core, which a container's limit may put above the number of cores.</summary>
    public int Take(int processor, out long turn)
    {
        var first = Padding + (processor & (Stripes - 1)) * SlotsPerStripe;
        for (var slot = first; slot < first + SlotsPerStripe; slot++)
        {
            var free = Volatile.Read(ref _turns[slot]);
            if (!IsTaken(free) && Interlocked.CompareExchange(ref _turns[slot], free + 1, free) == free)
            {
                turn = free + 1;
                return slot;
            }
        }

        return TakeOverflow(out turn);
    }

    /// <summary>Gives a slot back; false if this turn was given back before. A full fence too.</summary>
    public bool GiveBack(int slot, long turn)
    {
        if (slot != Overflowed)
        {
            return Interlocked.CompareExchange(ref _turns[slot], turn + 1, turn) == turn;
        }

        var given = _overflow.TryRemove(turn, out _);
        Interlocked.MemoryBarrier();
        return given;
    }

    public bool Holds(int slot, long turn) =>
        slot != Overflowed ? Volatile.Read(ref _turns[slot]) == turn : _overflow.ContainsKey(turn);

    private static bool IsTaken(long turn) => (turn & 1) != 0;

    private int TakeOverflow(out long turn)
    {
        turn = Interlocked.Increment(ref _lastOverflow);
        _overflow.TryAdd(turn, true);
        Interlocked.MemoryBarrier();
        return Overflowed;
    }
}

using MemHygiene.Readings;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>
/// Tells whether the kernel may have killed a worker for its memory: it does not say whom, but counts. The count rises before the process ends, and each that it rose by
/// explains one worker at most. Thread-safe.
/// </summary>
internal sealed class OomKills(Func<ContainerMemory?> read)
{
    private readonly Lock _gate = new();
    private ContainerMemory? _seen = read();
    private long _unexplained;

    /// <summary>Asked for each worker that was killed.</summary>
    /// <returns>Whether the count has risen by one that explains no other.</returns>
    public bool Explain()
    {
        lock (_gate)
        {
            var now = read();

            // Another group is another count.
            if (now?.Group == _seen?.Group)
            {
                _unexplained += Math.Max(0, now?.OomKills - _seen?.OomKills ?? 0);
            }

            _seen = now;
            if (_unexplained == 0)
            {
                return false;
            }

            _unexplained--;
            return true;
        }
    }
}

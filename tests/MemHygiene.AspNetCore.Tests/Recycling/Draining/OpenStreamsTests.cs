using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.Testing;

namespace MemHygiene.AspNetCore.Tests.Recycling.Draining;

public sealed class OpenStreamsTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    private readonly TestClock _clock = new();
    private readonly OpenStreams _streams;
    private int _ended;

    public OpenStreamsTests() => _streams = new OpenStreams(Grace, _clock);

    [Fact]
    public void BeginEnding_SeveralStreams_EndsThemEvenlyOverTheGrace()
    {
        Open(4);

        _streams.BeginEnding();
        var ended = Enumerable.Range(0, 4).Select(_ => EndedAfter(TimeSpan.FromSeconds(2))).ToArray();

        Assert.Equal([1, 2, 3, 4], ended);
    }

    [Fact]
    public void BeginEnding_OneStream_LeavesItTheWholeGrace()
    {
        Open(1);

        _streams.BeginEnding();

        Assert.Equal((0, 1), (EndedAfter(TimeSpan.FromSeconds(7.9)), EndedAfter(TimeSpan.FromSeconds(0.1))));
    }

    [Fact]
    public void BeginEnding_WithoutGrace_EndsAllAtOnce()
    {
        var streams = new OpenStreams(TimeSpan.Zero, _clock);
        for (var stream = 0; stream < 3; stream++)
        {
            streams.Add(new Stream(this));
        }

        streams.BeginEnding();

        Assert.Equal(3, EndedAfter(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Add_WhileEnding_SharesWhatIsLeftOfTheGrace()
    {
        Open(1);
        _streams.BeginEnding();
        EndedAfter(TimeSpan.FromSeconds(4));

        Open(3);
        var ended = Enumerable.Range(0, 4).Select(_ => EndedAfter(TimeSpan.FromSeconds(1))).ToArray();

        Assert.Equal([1, 2, 3, 4], ended);
    }

    [Fact]
    public void Add_AfterTheGrace_EndsAtOnce()
    {
        _streams.BeginEnding();
        EndedAfter(Grace * 2);

        Open(2);

        Assert.Equal(2, EndedAfter(TimeSpan.FromMilliseconds(1)));
    }

    [Fact]
    public void Remove_WhileEnding_LeavesTheOthersTheirTurn()
    {
        var gone = new Stream(this);
        _streams.Add(gone);
        Open(1);
        _streams.BeginEnding();

        _streams.Remove(gone);

        Assert.Equal((1, 1), (EndedAfter(Grace / 2), EndedAfter(Grace)));
    }

    private void Open(int count)
    {
        for (var stream = 0; stream < count; stream++)
        {
            _streams.Add(new Stream(this));
        }
    }

    private int EndedAfter(TimeSpan time)
    {
        _clock.Advance(time);
        return _ended;
    }

    private sealed class Stream(OpenStreamsTests test) : IOpenStream
    {
        public void End() => test._ended++;
    }
}

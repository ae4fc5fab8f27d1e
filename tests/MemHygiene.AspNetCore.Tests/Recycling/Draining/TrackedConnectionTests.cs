using System.IO.Pipelines;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.Testing;
using Microsoft.AspNetCore.Connections;

namespace MemHygiene.AspNetCore.Tests.Recycling.Draining;

/// <summary>Who closes a connection first.</summary>
public sealed class TrackedConnectionTests
{
    private readonly TestClock _clock = new();
    private readonly Pipe _output = new();
    private readonly CancellationTokenSource _clientCloses = new();
    private readonly Inner _inner;
    private readonly TrackedConnection _connection;

    public TrackedConnectionTests()
    {
        _inner = new Inner(new Duplex(new Pipe().Reader, _output.Writer), _clientCloses.Token);
        _connection = new TrackedConnection(_inner, new Drain(new SupervisorOptions()), _clock);
    }

    [Fact]
    public async Task Http2_EndedByKestrel_IsClosedWhenItsClientHasClosedIt()
    {
        _connection.MarkMultiplexed();

        await _connection.Transport.Output.CompleteAsync();
        var disposal = _connection.DisposeAsync().AsTask();
        var closedEarly = _inner.IsDisposed || _output.Reader.TryRead(out var read) && read.IsCompleted;
        await _clientCloses.CancelAsync();
        await disposal;

        Assert.False(closedEarly);
        Assert.True(_inner.IsDisposed);
    }

    [Fact]
    public async Task Http2_WhoseClientDoesNotClose_IsClosedAfterASecond()
    {
        _connection.MarkMultiplexed();

        var disposal = _connection.DisposeAsync().AsTask();
        _clock.Advance(TrackedConnection.Linger - TimeSpan.FromTicks(1));
        var closedEarly = _inner.IsDisposed;
        _clock.Advance(TimeSpan.FromTicks(1));
        await disposal;

        Assert.False(closedEarly);
        Assert.True(_inner.IsDisposed);
    }

    [Fact]
    public async Task Http1_EndedByKestrel_IsClosedAtOnce()
    {
        await _connection.Transport.Output.CompleteAsync();
        await _connection.DisposeAsync();

        Assert.True(_output.Reader.TryRead(out var read) && read.IsCompleted);
        Assert.True(_inner.IsDisposed);
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Inner : DefaultConnectionContext
    {
        public Inner(IDuplexPipe transport, CancellationToken closed)
        {
            Transport = transport;
            ConnectionClosed = closed;
        }

        public bool IsDisposed { get; private set; }

        public override ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return base.DisposeAsync();
        }
    }
}

using MemHygiene.Http;

namespace MemHygiene.Tests.Http;

[Trait("Category", "Soak")]
public sealed class HandlerPoolSoakTests
{
    private const int Workers = 4;

    [Fact]
    public async Task ManyKeysThroughFewHandlers_NeverSendOverADisposedHandler()
    {
        await using var server = await LoopbackServer.StartAsync();
        using var pool = TestPool.Create(configure: options => options.MaxHandlers = Workers);
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        var requests = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => SendAsync(worker))));

        Assert.All(requests, sent => Assert.True(sent > 0));
        Assert.InRange(pool.Count, 1, Workers);
        Assert.Equal(pool.Count, pool.IdleCount);

        // As many workers as places: a worker holds one lease at a time, so there is always an idle handler to evict.
        async Task<int> SendAsync(int worker)
        {
            var sent = 0;
            do
            {
                using var client = pool.CreateClient(TestPool.Key($"{(worker + sent) % (3 * Workers)}"));
                Assert.Equal("hello", await client.GetStringAsync(server.Address));
                sent++;
            }
            while (!stop.IsCancellationRequested);
            return sent;
        }
    }
}

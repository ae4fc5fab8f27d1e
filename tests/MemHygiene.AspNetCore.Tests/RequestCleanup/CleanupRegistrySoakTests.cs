using MemHygiene.AspNetCore.RequestCleanup;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Tests.RequestCleanup;

[Trait("Category", "Soak")]
public sealed class CleanupRegistrySoakTests
{
    private const int Rounds = 300;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_RacingWithTheRequestsEnd_EitherRunsOnceOrIsRefused()
    {
        using var services = ManualRequest.Services();
        for (var round = 0; round < Rounds; round++)
        {
            var request = new ManualRequest(services);
            var cleanup = request.Context.RequestCleanup();
            var ran = 0;
            using var barrier = new Barrier(2);
            var late = Task.Run(
                () =>
                {
                    barrier.SignalAndWait(Cancellation);
                    return AddUntilRefused(cleanup, () => ran++);
                },
                Cancellation);
            barrier.SignalAndWait(Cancellation);
            request.End();
            var next = new ManualRequest(services);
            next.Context.RequestCleanup();

            var accepted = await late;
            var ranAtItsOwnEnd = ran;
            next.End();

            Assert.Equal((accepted, accepted), (ranAtItsOwnEnd, ran));
        }
    }

    private static int AddUntilRefused(MemHygiene.AspNetCore.RequestCleanup.RequestCleanup cleanup, Action callback)
    {
        // Bounded, since the end waits for an empty list; a round in which all were accepted is no race, and counts all the same.
        const int Most = 200;
        for (var accepted = 0; accepted < Most; accepted++)
        {
            try
            {
                cleanup.Run(callback);
            }
            catch (ObjectDisposedException)
            {
                return accepted;
            }
        }

        return Most;
    }
}

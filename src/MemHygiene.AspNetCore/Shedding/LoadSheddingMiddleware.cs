using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Lets requests in, makes them wait, or turns them away, as the memory level says.</summary>
internal sealed class LoadSheddingMiddleware(RequestDelegate next, LoadShedding shedding)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (shedding.IsExempt(context))
        {
            return next(context);
        }

        return shedding.TryEnter() ? RunAsync(context) : WaitAsync(context);
    }

    private async Task RunAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            shedding.Gate.Leave();
        }
    }

    private async Task WaitAsync(HttpContext context)
    {
        bool isIn;
        try
        {
            isIn = await shedding.WaitAsync(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there any more to be told.
            return;
        }

        await (isIn ? RunAsync(context) : shedding.TurnAwayAsync(context)).ConfigureAwait(false);
    }
}

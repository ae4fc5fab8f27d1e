using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Shedding;

/// <summary>Lets requests in, makes them wait, or turns them away, as the memory level says.</summary>
internal sealed class LoadSheddingMiddleware(RequestDelegate next, LoadShedding shedding)
{
    // One lets those go ahead that are still to be decided on, the second what is then to be sent to them.
    private const int Turns = 2;

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
            for (var turn = 0; turn < Turns && shedding.IsCrowded; turn++)
            {
                await Task.Yield();
            }

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

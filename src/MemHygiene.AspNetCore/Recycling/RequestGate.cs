using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>The outermost middleware of a worker: counts requests, and lets connections end with a response while the worker leaves.</summary>
internal sealed class RequestGate(Worker worker) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(Guard);
        next(app);
    };

    private RequestDelegate Guard(RequestDelegate next)
    {
        // One delegate for all requests: a response that starts after the drain began must say so, however early its request came.
        Func<object, Task> onStarting = CloseIfLeaving;
        return context =>
        {
            worker.CountRequest();
            if (HttpProtocol.IsHttp2(context.Request.Protocol))
            {
                context.Features.Get<TrackedConnection>()?.MarkMultiplexed();
            }
            else
            {
                context.Response.OnStarting(onStarting, context);
            }

            return next(context);
        };
    }

    private Task CloseIfLeaving(object state)
    {
        var response = ((HttpContext)state).Response;
        if (worker.Drain.Begun && response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }
}

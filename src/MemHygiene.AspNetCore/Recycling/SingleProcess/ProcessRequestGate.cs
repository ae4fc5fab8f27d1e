using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>
/// The outermost middleware: counts requests, and lets connections end with a response while the process leaves. A host's own stop closes idle connections, under a request that may be on its way;
/// after the unready time few are left.
/// </summary>
internal sealed class ProcessRequestGate(ProcessRecycler recycler) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        if (!ProcessRecycler.IsSupervised)
        {
            app.Use(Guard);
        }

        next(app);
    };

    private RequestDelegate Guard(RequestDelegate next)
    {
        // One delegate for all requests: a response that starts after the process turned unready must say so, however early its request came.
        Func<object, Task> onStarting = CloseIfLeaving;
        return context =>
        {
            recycler.CountRequest();
            if (HttpProtocol.IsHttp11(context.Request.Protocol) || HttpProtocol.IsHttp10(context.Request.Protocol))
            {
                context.Response.OnStarting(onStarting, context);
            }
            else if (recycler.IsLeaving)
            {
                // GOAWAY: the streams that are open are finished.
                context.Connection.RequestClose();
            }

            return next(context);
        };
    }

    private Task CloseIfLeaving(object state)
    {
        var response = ((HttpContext)state).Response;
        if (recycler.IsLeaving && response.StatusCode != StatusCodes.Status101SwitchingProtocols)
        {
            response.Headers.Connection = "close";
        }

        return Task.CompletedTask;
    }
}

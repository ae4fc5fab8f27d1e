using MemHygiene.AspNetCore.Recycling.Workers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Recycling.Draining;

/// <summary>
/// The outermost middleware of a worker: counts requests, and while the worker leaves lets connections end with a response and streams end in their own way.
/// </summary>
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
        Func<object, Task> closeIfLeaving = CloseIfLeaving;
        Func<object, Task> noteEventStream = NoteEventStream;
        var streams = worker.Drain.Streams;
        return context =>
        {
            worker.CountRequest();
            if (HttpProtocol.IsHttp2(context.Request.Protocol))
            {
                context.Features.Get<TrackedConnection>()?.MarkMultiplexed();
            }
            else
            {
                context.Response.OnStarting(closeIfLeaving, context);
            }

            if (context is DefaultHttpContext upgradable && WebSocketRequest.IsOne(context.Features))
            {
                return new WebSocketRequest(streams).RunAsync(upgradable, next);
            }

            if (!HttpMethods.IsGet(context.Request.Method))
            {
                return next(context);
            }

            var request = new EventStreamRequest(context, streams);
            context.Response.OnStarting(noteEventStream, request);
            return request.RunAsync(next);
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

    private static Task NoteEventStream(object state)
    {
        ((EventStreamRequest)state).ResponseStarts();
        return Task.CompletedTask;
    }
}

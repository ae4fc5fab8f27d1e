using MemHygiene.AspNetCore.RequestCleanup;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Http;

/// <summary>The way from a request to its cleanup.</summary>
public static class RequestCleanupHttpContextExtensions
{
    /// <summary>What this request gives back when it ends. The first call in a request takes a pooled list and registers it with the response.</summary>
    /// <remarks>
    /// The first call is as little thread-safe as the context itself; its result may then be shared between threads. What was registered with the
    /// response before that call runs after this cleanup, what is registered later runs before it.
    /// </remarks>
    /// <param name="context">The current request's context.</param>
    /// <returns>A value to keep in a local; it refuses everything once the request has ended.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddRequestCleanup()</c> has not been called.</exception>
    public static RequestCleanup RequestCleanup(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);

        return new RequestCleanup(context.Features.Get<CleanupRegistry>() ?? Open(context));
    }

    private static CleanupRegistry Open(HttpContext context)
    {
        // Asking the request's services first puts their scope beneath us on the server's stack, so callbacks run before the scope is disposed.
        var pool = context.RequestServices?.GetService<CleanupPool>() ?? throw new InvalidOperationException(
            "HttpContext.RequestCleanup() needs its services: call builder.AddMemHygiene().AddRequestCleanup() in Program.cs.");
        var registry = pool.Get();
        registry.Open(context);
        return registry;
    }
}

using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Reports;

/// <summary>Decides who sees the report.</summary>
internal sealed class ReportAccess(MemHygieneEndpointOptions options, ILogger logger)
{
    // The last is what the framework's own middleware leaves when it has taken the address from X-Forwarded-For.
    private static readonly string[] ProxyHeaders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via", "X-Original-For"];

    private int _told;

    public async Task<bool> IsAllowedAsync(HttpContext context)
    {
        if (IsAuthorized(context.GetEndpoint()?.Metadata)
            || options.AllowRemote
            || (options.AllowLoopback && IsLocal(context))
            || await SatisfiesPolicyAsync(context).ConfigureAwait(false))
        {
            return true;
        }

        if (Interlocked.Exchange(ref _told, 1) == 0)
        {
            ReportEndpointLog.Refused(logger, context.Request.Path, context.Connection.RemoteIpAddress);
        }

        return false;
    }

    // Routing does not run an endpoint that wants authorization unless the middleware has let the request through; that lets everything through where anonymous users are allowed.
    private static bool IsAuthorized(EndpointMetadataCollection? metadata) =>
        metadata?.GetMetadata<IAuthorizeData>() is not null && metadata.GetMetadata<IAllowAnonymous>() is null;

    private static bool IsLocal(HttpContext context)
    {
        var request = context.Request;

        // Behind a Unix socket there is no address, and mostly a proxy. HTTP/1.0 is what nginx speaks to those behind it, without a header of its own.
        if (context.Connection.RemoteIpAddress is not { } address || !IPAddress.IsLoopback(address) || HttpProtocol.IsHttp10(request.Protocol))
        {
            return false;
        }

        // A browser on this machine may be led here by somebody else's page: by a name that resolves to a loopback address, or by a request across sites, which bears its origin.
        return IsLocal(request.Host) && request.Headers.Origin.Count == 0 && !ProxyHeaders.Any(request.Headers.ContainsKey);
    }

    private static bool IsLocal(HostString host)
    {
        var name = host.Host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    private async Task<bool> SatisfiesPolicyAsync(HttpContext context)
    {
        if (options.AuthorizationPolicy is not { } policy)
        {
            return false;
        }

        var authorization = context.RequestServices.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(context.User, context, policy).ConfigureAwait(false)).Succeeded;
    }
}

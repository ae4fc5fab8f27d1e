using System.Net;

namespace MemHygiene.Http;

/// <summary>Builds the handler of a key.</summary>
internal static class HandlerFactory
{
    public static SocketsHttpHandler Create(HandlerKey key, HandlerPoolOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = key.AllowAutoRedirect,
            MaxConnectionsPerServer = options.MaxConnectionsPerServer,
            PooledConnectionLifetime = options.PooledConnectionLifetime,
            PooledConnectionIdleTimeout = options.PooledConnectionIdleTimeout,
            UseCookies = false,
        };
        try
        {
            if (key.Proxy is { } proxy)
            {
                handler.Proxy = new WebProxy(proxy) { Credentials = CredentialsIn(proxy) };
            }

            options.ConfigureHandler?.Invoke(key, handler);
            return handler.UseCookies
                ? throw new InvalidOperationException(
                    $"{nameof(HandlerPoolOptions)}.{nameof(HandlerPoolOptions.ConfigureHandler)} turned cookies on. A pooled handler serves many users and would share them.")
                : handler;
        }
        catch
        {
            handler.Dispose();
            throw;
        }
    }

    private static NetworkCredential? CredentialsIn(Uri proxy)
    {
        if (proxy.UserInfo.Length == 0)
        {
            return null;
        }

        var parts = proxy.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? ""));
    }
}

namespace MemHygiene.Http;

/// <summary>What makes two clients need different handlers: equal keys share one handler and its connections.</summary>
/// <remarks>
/// Immutable and small, because each distinct key may cost a handler. Whatever can be set on the client or the request (base address, headers, timeout) does not belong here.
/// Anything else that lives on a handler, such as a client certificate, goes by <see cref="Name"/> through <see cref="HandlerPoolOptions.ConfigureHandler"/>.
/// </remarks>
public sealed record HandlerKey
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks4", "socks4a", "socks5"];

    // Uri.Equals leaves the user and the password out: two tenants of one proxy would share connections that are authenticated as the first of them.
    private readonly string? _proxyIdentity;

    /// <summary>The key of <see cref="HandlerPool.CreateClient()"/>: no name, the system's proxy, redirects followed.</summary>
    public static HandlerKey Default { get; } = new();

    /// <summary>The proxy of every request, with user and password if it asks for them; null for the proxy that the environment names, if it does.</summary>
    /// <exception cref="ArgumentException">Not an absolute http, https, socks4, socks4a or socks5 URI.</exception>
    public Uri? Proxy
    {
        get;
        init
        {
            if (value is not null && (!value.IsAbsoluteUri || !ProxySchemes.Contains(value.Scheme)))
            {
                throw new ArgumentException($"A proxy is an absolute URI with one of the schemes {string.Join(", ", ProxySchemes)}.", nameof(value));
            }

            field = value;
            _proxyIdentity = value?.AbsoluteUri;
        }
    }

    /// <summary>Whether redirects are followed. The default is <see langword="true"/>, as in <see cref="HttpClient"/>.</summary>
    public bool AllowAutoRedirect { get; init; } = true;

    /// <summary>A name of your own for what <see cref="HandlerPoolOptions.ConfigureHandler"/> sets up, say one per client certificate. The default is empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Compares by value, the proxy's user and password included.</summary>
    /// <param name="other">The other key.</param>
    /// <returns>Whether both share a handler.</returns>
    public bool Equals(HandlerKey? other) =>
        other is not null && _proxyIdentity == other._proxyIdentity && AllowAutoRedirect == other.AllowAutoRedirect && Name == other.Name;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_proxyIdentity, AllowAutoRedirect, Name);

    /// <summary>For messages: the proxy without its user and password.</summary>
    /// <returns>The key's members.</returns>
    public override string ToString() =>
        $"{nameof(HandlerKey)} {{ Name = {Name}, Proxy = {Proxy?.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}, AllowAutoRedirect = {AllowAutoRedirect} }}";
}

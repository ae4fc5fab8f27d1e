using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Primitives;

namespace MemHygiene.AspNetCore.Tests.Sessions;

/// <summary>The last session cookie that a server gave out, ready for another client.</summary>
internal sealed class CookieJar
{
    public string? Last { get; private set; }

    public void Keep(StringValues setCookie) => Last = setCookie.Count > 0 ? setCookie[0]!.Split(';')[0] : Last;
}

internal static class SharedDataProtection
{
    // Keys in memory: nothing on disk, and cookies that every server of this process can read.
    private static readonly EphemeralDataProtectionProvider Provider = new();

    public static void AddSharedDataProtection(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(Provider));
}

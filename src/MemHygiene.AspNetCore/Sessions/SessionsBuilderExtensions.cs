using System.Diagnostics.CodeAnalysis;
using MemHygiene;
using MemHygiene.AspNetCore.Sessions;
using Microsoft.AspNetCore.Session;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Makes sessions write on change only.</summary>
public static class SessionsBuilderExtensions
{
    /// <summary>
    /// Puts a store that writes only changed sessions in the place of the framework's. Calls <c>AddSession()</c> itself; your own call with options
    /// may stand before or after. The app still needs <c>UseSession()</c> and an <c>IDistributedCache</c>, whose absence stops the host at start-up.
    /// </summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Changes the defaults; a value out of range stops the host at start-up.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The app registered a session store of its own, which would be lost.</exception>
    [RequiresUnreferencedCode("The framework's session services, which this calls, do not support trimming or native AOT.")]
    public static MemHygieneBuilder AddSessions(this MemHygieneBuilder builder, Action<ChangeOnlySessionOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);

        var services = builder.Services;
        ThrowOnForeignStore(services);
        services.AddSession();
        services.RemoveAll<ISessionStore>();
        services.AddSingleton<ISessionStore, ChangeOnlySessionStore>();
        services.TryAddSingleton(provider => new RefreshMemory(
            provider.GetRequiredService<IOptions<ChangeOnlySessionOptions>>().Value.MaxRememberedSessions,
            provider.GetRequiredService<TimeProvider>()));
        builder.AddConsumer(provider => new RefreshMemoryConsumer(provider.GetRequiredService<RefreshMemory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ChangeOnlySessionOptions>, ChangeOnlySessionValidator>());
        var options = services.AddOptions<ChangeOnlySessionOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return builder;
    }

    private static void ThrowOnForeignStore(IServiceCollection services)
    {
        var foreign = services.FirstOrDefault(service => service.ServiceType == typeof(ISessionStore)
            && service.ImplementationType != typeof(DistributedSessionStore)
            && service.ImplementationType != typeof(ChangeOnlySessionStore));
        if (foreign is not null)
        {
            throw new InvalidOperationException(
                $"AddSessions() stands in for the framework's DistributedSessionStore, but this app registers an ISessionStore of its own ({foreign}): keep one of the two.");
        }
    }
}

using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MemHygiene;

/// <summary>What <c>AddMemHygiene()</c> returns: every feature adds its verb to it as an extension method, and each verb returns it again.</summary>
public sealed class MemHygieneBuilder
{
    internal MemHygieneBuilder(IServiceCollection services) => Services = services;

    /// <summary>The service collection that the features register into.</summary>
    public IServiceCollection Services { get; }

    /// <summary>A feature's door to the memory monitor, once for each consumer type however often its verb is called.</summary>
    internal void AddConsumer<TConsumer>(Func<IServiceProvider, TConsumer> create)
        where TConsumer : class, IMemoryConsumer
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IMemoryConsumer, TConsumer>(create));
    }
}

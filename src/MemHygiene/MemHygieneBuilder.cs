using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene;

/// <summary>What <c>AddMemHygiene()</c> returns: every feature adds its verb to it as an extension method, and each verb returns it again.</summary>
public sealed class MemHygieneBuilder
{
    internal MemHygieneBuilder(IServiceCollection services) => Services = services;

    /// <summary>The service collection that the features register into.</summary>
    public IServiceCollection Services { get; }
}

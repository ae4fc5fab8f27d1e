using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1007_InfrastructureBuiltPerRequest;

/// <summary>What an application builds once, at its start. Add a line to add a library.</summary>
internal static class Infrastructure
{
    public static readonly SinkTable Table = new(ImmutableArray.Create(
        "Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions::BuildServiceProvider",
        "Autofac.ContainerBuilder::Build",
        "Microsoft.Extensions.Configuration.ConfigurationBuilder::Build",
        "Microsoft.Extensions.Configuration.IConfigurationBuilder::Build",
        "Microsoft.Extensions.FileProviders.PhysicalFileProvider",
        "Microsoft.Extensions.Logging.LoggerFactory",
        "Microsoft.Extensions.Logging.LoggerFactory::Create",
        "Serilog.LoggerConfiguration::CreateLogger",
        "System.Diagnostics.ActivitySource",
        "System.Diagnostics.Metrics.Meter",
        "OpenTelemetry.Trace.TracerProviderBuilderExtensions::Build",
        "OpenTelemetry.Metrics.MeterProviderBuilderExtensions::Build"));

    /// <summary>What messages call it and what to do instead; null where this one is cheap.</summary>
    public static (string Name, string Advice)? Describe(IOperation operation, Frame frame)
    {
        var owner = operation is IInvocationOperation { TargetMethod.ContainingType: { } type } ? type.Name : ((IObjectCreationOperation)operation).Type!.Name;
        return owner switch
        {
            "ServiceCollectionContainerBuilderExtensions" or "ContainerBuilder" => ("A service container", "inject what you need, or IServiceScopeFactory"),
            "ConfigurationBuilder" or "IConfigurationBuilder" => ConfigurationSources.Of(operation, frame) switch
            {
                ConfigurationKind.Watched => ("A configuration that watches its files", "inject IConfiguration or IOptionsMonitor"),
                ConfigurationKind.Read => ("A configuration", "inject IConfiguration or IOptions"),
                _ => null,
            },
            "PhysicalFileProvider" => ConfigurationSources.Watches(operation, frame) ? ("A file provider that watches files", "create it once and share it") : null,
            "LoggerFactory" or "LoggerConfiguration" => ("A logger factory", "inject ILogger or ILoggerFactory"),
            "ActivitySource" or "Meter" => (owner, "keep it in a static field"),
            _ => ("A telemetry provider", "build it once at the start"),
        };
    }
}

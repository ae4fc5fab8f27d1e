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

    /// <summary>A file provider that nobody here watches: cheap to make (528 bytes), and a watcher with a thread as soon as somebody does.</summary>
    public static bool IsCheapProvider(IOperation operation, Frame frame) =>
        operation is IObjectCreationOperation { Type.Name: "PhysicalFileProvider" } && !ConfigurationSources.Watches(operation, frame);

    /// <summary>What messages call it and what to do instead; null where this one is cheap.</summary>
    public static (string Name, string Advice)? Describe(IOperation operation, Frame frame)
    {
        if (IsCheapProvider(operation, frame))
        {
            return ("A file provider", "create it once and share it, since each one that is watched has a thread of its own");
        }

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
            "PhysicalFileProvider" => ("A file provider that watches files", "create it once and share it"),
            "LoggerFactory" or "LoggerConfiguration" => ("A logger factory", "inject ILogger or ILoggerFactory"),
            "ActivitySource" or "Meter" => (owner, "keep it in a static field"),
            _ => ("A telemetry provider", "build it once at the start"),
        };
    }
}

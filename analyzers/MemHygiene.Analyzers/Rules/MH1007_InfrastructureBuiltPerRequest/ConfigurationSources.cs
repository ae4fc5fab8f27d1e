using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1007_InfrastructureBuiltPerRequest;

internal enum ConfigurationKind
{
    /// <summary>In memory, or made of what the body does not show.</summary>
    Cheap,

    /// <summary>Files are read and parsed.</summary>
    Read,

    /// <summary>Files are read and watched from then on.</summary>
    Watched,
}

/// <summary>Where a configuration comes from, as far as the body that builds it shows.</summary>
internal static class ConfigurationSources
{
    public static ConfigurationKind Of(IOperation build, Frame frame)
    {
        var kind = ConfigurationKind.Cheap;
        foreach (var part in SharedState.Scope(build, frame).Descendants())
        {
            if (part is IInvocationOperation { TargetMethod: { Name: var name } method } call && Reads(name) && method.ContainingNamespace.Is("Microsoft.Extensions.Configuration"))
            {
                if (Reloads(call))
                {
                    return ConfigurationKind.Watched;
                }

                kind = ConfigurationKind.Read;
            }
        }

        return kind;
    }

    /// <summary>Without a watch a file provider is a path and little more (measured: 528 bytes); with one it owns a thread and an inotify instance.</summary>
    public static bool Watches(IOperation provider, Frame frame)
    {
        foreach (var part in SharedState.Scope(provider, frame).Descendants())
        {
            if (part is IInvocationOperation { TargetMethod: { Name: "Watch", Parameters.Length: 1 } method } && method.ContainingType.Name is "PhysicalFileProvider" or "IFileProvider")
            {
                return true;
            }
        }

        return false;
    }

    private static bool Reads(string method) =>
        method.StartsWith("Add", StringComparison.Ordinal)
        && (method.EndsWith("File", StringComparison.Ordinal) || method is "AddEnvironmentVariables" or "AddUserSecrets" or "AddKeyPerFile" or "AddAzureKeyVault" or "AddAzureAppConfiguration");

    private static bool Reloads(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument is { Parameter.Name: "reloadOnChange", Value.ConstantValue: { HasValue: true, Value: true } })
            {
                return true;
            }
        }

        return false;
    }
}

using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH4001_ContextNotPooled;

/// <summary>
/// What <c>AddDbContextPool</c> asks of a registration: an options action and no lifetimes. The options become a singleton, so what the action takes
/// from the provider has to be one too.
/// </summary>
internal static class PoolableOptions
{
    private static readonly HashSet<string> Singletons = new(StringComparer.Ordinal)
    {
        "IConfiguration", "ILoggerFactory", "ILogger", "IOptions", "IOptionsMonitor", "IHostEnvironment", "IWebHostEnvironment", "TimeProvider", "IMemoryCache",
    };

    public static bool Are(IInvocationOperation registration)
    {
        IOperation? options = null;
        foreach (var argument in registration.Arguments)
        {
            if (argument.Parameter?.Type.Name == "ServiceLifetime" && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                return false;
            }

            if (argument.Parameter?.Type.Name == "Action" && argument.ArgumentKind != ArgumentKind.DefaultValue)
            {
                options = argument.Value;
            }
        }

        while (options is IConversionOperation or IDelegateCreationOperation)
        {
            options = options is IConversionOperation conversion ? conversion.Operand : ((IDelegateCreationOperation)options).Target;
        }

        return options switch
        {
            IAnonymousFunctionOperation { Symbol.Parameters: { Length: 1 or 2 } parameters } lambda => parameters.Length == 1 || TakesSingletonsOnly(lambda, parameters[0]),
            IMethodReferenceOperation { Method.Parameters.Length: 1 } => true,
            _ => false,
        };
    }

    private static bool TakesSingletonsOnly(IAnonymousFunctionOperation options, IParameterSymbol provider)
    {
        foreach (var operation in options.Body.Descendants())
        {
            if (operation is IParameterReferenceOperation use && SymbolEqualityComparer.Default.Equals(use.Parameter, provider) && !TakesSingleton(use))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TakesSingleton(IOperation provider)
    {
        while (provider.Parent is IConversionOperation)
        {
            provider = provider.Parent;
        }

        return provider.Parent is IArgumentOperation { Parameter.Ordinal: 0, Parent: IInvocationOperation { TargetMethod: { Name: "GetRequiredService" or "GetService", TypeArguments: { Length: 1 } services } } }
            && Singletons.Contains(services[0].Name);
    }
}

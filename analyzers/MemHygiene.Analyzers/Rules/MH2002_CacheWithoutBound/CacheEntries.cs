using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2002_CacheWithoutBound;

/// <summary>Calls that put an entry into an <c>IMemoryCache</c>, and whether something lets that entry go.</summary>
internal static class CacheEntries
{
    private const string Caching = "Microsoft.Extensions.Caching.Memory";

    private static readonly SinkTable Table = new(
    [
        Caching + ".CacheExtensions::Set",
        Caching + ".CacheExtensions::GetOrCreate",
        Caching + ".CacheExtensions::GetOrCreateAsync",
        Caching + ".IMemoryCache::CreateEntry",
        Caching + ".MemoryCache::CreateEntry",
    ]);

    public static IInvocationOperation? Find(IOperation operation) => operation is IInvocationOperation call && Table.Find(call) is not null ? call : null;

    public static IOperation? KeyOf(IInvocationOperation call) => call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "key")?.Value;

    /// <summary>No time, no token and no size: the entry stays until somebody removes it.</summary>
    public static bool IsKeptForEver(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var isBounded = argument.Parameter switch
            {
                { Name: "factory" } => FactoryBounds(argument.Value),
                { Name: "key" or "cache" or "value" } => false,
                { Type.Name: "MemoryCacheEntryOptions" } => OptionsBound(argument.Value),
                _ => true,
            };
            if (isBounded)
            {
                return false;
            }
        }

        return call.TargetMethod.Name != "CreateEntry" || !EntryIsBounded(call);
    }

    private static bool FactoryBounds(IOperation factory)
    {
        var value = factory is IConversionOperation { Operand: var operand } ? operand : factory;
        return value is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation { Symbol.Parameters: { Length: 1 } parameters } lambda }
            || lambda.Body.Descendants().Any(operation =>
                operation is IParameterReferenceOperation { Parameter: var parameter }
                && SymbolEqualityComparer.Default.Equals(parameter, parameters[0])
                && Bounds(operation));
    }

    private static bool OptionsBound(IOperation value) => value switch
    {
        IConversionOperation { Operand: var operand } => OptionsBound(operand),
        IObjectCreationOperation { Initializer: var initializer } =>
            initializer is not null && initializer.Initializers.Any(part => part is not ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Priority" } }),
        ILocalReferenceOperation { Local: var local } => LocalIsBounded(local, value),
        _ => !value.ConstantValue.HasValue,
    };

    private static bool LocalIsBounded(ILocalSymbol local, IOperation use)
    {
        var scope = SharedState.Scope(use, Frame.Default);
        return !SharedState.ValuesOf(local, scope).All(value => value is IObjectCreationOperation && !OptionsBound(value))
            || scope.Descendants().Any(operation =>
                operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && !IsGiven(operation) && Bounds(operation));
    }

    private static bool IsGiven(IOperation options) => options.Parent is IArgumentOperation { Parent: IInvocationOperation call } && Find(call) is not null;

    private static bool EntryIsBounded(IInvocationOperation call) => call.Parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => SharedState.Scope(call, Frame.Default).Descendants().Any(operation =>
            operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && Bounds(operation)),
        IConversionOperation or IVariableDeclaratorOperation => true,
        _ => Bounds(call),
    };

    /// <summary>Whatever is done with an entry besides giving it its value may let it go: a time, a token, a size, a method that gets it.</summary>
    private static bool Bounds(IOperation entry) => entry.Parent switch
    {
        IPropertyReferenceOperation { Property.Name: "Key" or "Value" or "Priority" or "PostEvictionCallbacks" } => false,
        IInvocationOperation { TargetMethod.Name: "Dispose" } => false,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "SetValue" or "SetPriority" } next } => Bounds(next),
        IExpressionStatementOperation or IUsingOperation => false,
        _ => true,
    };
}

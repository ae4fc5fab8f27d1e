using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>A client and the handler made for it are one finding, and a client over somebody else's handler is none.</summary>
internal static class HttpHandlers
{
    private const string Http = "System.Net.Http";

    /// <summary>The client that an operation makes for itself: no part of another one, and not over somebody else's handler.</summary>
    public static Sink? FindOwn(IOperation operation) =>
        ClientTypes.Table.Find(operation) is { } sink && !BelongsToClient(operation) && !ClientSharesHandler(operation) ? sink : null;

    public static bool IsHttp(INamedTypeSymbol type) => type.ContainingNamespace.Is(Http);

    /// <summary>The operation makes a part (a handler, a client of a channel) that goes into another client made in the same body.</summary>
    public static bool BelongsToClient(IOperation operation)
    {
        if (operation is not IObjectCreationOperation { Type: INamedTypeSymbol type } || !IsHttp(type))
        {
            return false;
        }

        return Consumer(operation) is not null || LocalOf(operation) is { } local && ReferencesTo(local, operation).Any(reference => Consumer(reference) is not null);
    }

    /// <summary><c>new HttpClient(handler)</c> where the handler came from outside: the connections are the handler's.</summary>
    public static bool ClientSharesHandler(IOperation operation)
    {
        if (operation is not IObjectCreationOperation { Arguments: { Length: > 0 } arguments, Type: INamedTypeSymbol type } || !IsHttp(type)
            || arguments[0] is not { Parameter.Type.Name: "HttpMessageHandler" } handler)
        {
            return false;
        }

        var value = WithoutConversion(handler.Value);
        return value switch
        {
            IObjectCreationOperation creation => !MakesHandler(creation),
            ILocalReferenceOperation { Local: var local } => !SharedState.ValuesOf(local, Root(operation)).Any(MakesHandler),
            _ => true,
        };
    }

    // A delegating handler that is created here carries the real one along, as an argument or in its initialiser.
    private static bool MakesHandler(IOperation value) =>
        value.DescendantsAndSelf().Any(part => part is IObjectCreationOperation { Type: INamedTypeSymbol type }
        && (ClientTypes.Table.Find(part) is not null || type.TypeKind == TypeKind.Error || type.DerivesFrom(Http, "HttpClientHandler") || type.DerivesFrom(Http, "SocketsHttpHandler")));

    /// <summary>The enclosing creation that takes <paramref name="value"/> as an argument or in an object initialiser, if it is a client too.</summary>
    private static IOperation? Consumer(IOperation value)
    {
        for (var current = value.Parent; current is not null; current = current.Parent)
        {
            switch (current)
            {
                case IConversionOperation or IParenthesizedOperation or IArgumentOperation or IConditionalOperation or ICoalesceOperation:
                case IObjectOrCollectionInitializerOperation or ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation }:
                    continue;
                case IObjectCreationOperation or IInvocationOperation:
                    if (ClientTypes.Table.Find(current) is not null)
                    {
                        return current;
                    }

                    if (current is IInvocationOperation)
                    {
                        return null;
                    }

                    continue;
                default:
                    return null;
            }
        }

        return null;
    }

    private static ILocalSymbol? LocalOf(IOperation value)
    {
        var current = value.Parent;
        while (current is IConversionOperation or IParenthesizedOperation)
        {
            current = current.Parent;
        }

        return current switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } => target.Local,
            _ => null,
        };
    }

    private static IEnumerable<IOperation> ReferencesTo(ILocalSymbol local, IOperation operation) =>
        Root(operation).Descendants().Where(candidate => candidate is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local));

    private static IOperation Root(IOperation operation)
    {
        while (operation.Parent is not null)
        {
            operation = operation.Parent;
        }

        return operation;
    }

    private static IOperation WithoutConversion(IOperation value) => value is IConversionOperation { Operand: var operand } ? WithoutConversion(operand) : value;
}

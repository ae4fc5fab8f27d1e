using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Growth;

/// <summary>
/// Whether a key comes from the data of requests, so that there is no end of different ones. Types, members, enumerations, configuration and the
/// program's own names are closed sets; what is not known counts as closed.
/// </summary>
internal sealed class Keys(RequestPath path, Compilation compilation, CancellationToken cancellation)
{
    private const int StepsFollowed = 16;

    public bool AreOpen(IOperation key) => AreOpen(key, StepsFollowed);

    private bool AreOpen(IOperation? value, int steps)
    {
        if (value is null || steps == 0 || value.ConstantValue.HasValue || ClosedTypes.Contain(value.Type))
        {
            return false;
        }

        // Static accessors (App.HttpContext) lead to the same request as parameters do.
        if (value.Type.Is("Microsoft.AspNetCore.Http", "HttpContext"))
        {
            return true;
        }

        steps--;
        return value switch
        {
            IConversionOperation { Operand: var operand } => AreOpen(operand, steps),
            IParenthesizedOperation { Operand: var operand } => AreOpen(operand, steps),
            IAwaitOperation { Operation: var task } => AreOpen(task, steps),
            IUnaryOperation { Operand: var operand } => AreOpen(operand, steps),
            IParameterReferenceOperation { Parameter: var parameter } => IsOpen(parameter, value, steps),
            ILocalReferenceOperation { Local: var local } => IsOpen(local, value, steps),
            IInterpolatedStringOperation { Parts: var parts } => parts.Any(part => part is IInterpolationOperation { Expression: var expression } && AreOpen(expression, steps)),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder or BinaryOperatorKind.And, RightOperand.ConstantValue.HasValue: true } => false,
            IBinaryOperation binary => AreOpen(binary.LeftOperand, steps) || AreOpen(binary.RightOperand, steps),
            ICoalesceOperation coalesce => AreOpen(coalesce.Value, steps) || AreOpen(coalesce.WhenNull, steps),
            IConditionalOperation conditional => AreOpen(conditional.WhenTrue, steps) || AreOpen(conditional.WhenFalse, steps),
            ISwitchExpressionOperation choice => choice.Arms.Any(arm => AreOpen(arm.Value, steps)),
            IConditionalAccessOperation access => AreOpen(access.Operation, steps) || AreOpen(access.WhenNotNull, steps),
            ITupleOperation tuple => tuple.Elements.Any(element => AreOpen(element, steps)),
            IAnonymousObjectCreationOperation made => made.Initializers.Any(part => part is IAssignmentOperation { Value: var member } && AreOpen(member, steps)),
            IObjectCreationOperation made => made.Arguments.Any(argument => AreOpen(argument.Value, steps)),
            IArrayCreationOperation { Initializer: { } elements } => elements.ElementValues.Any(element => AreOpen(element, steps)),
            IArrayElementReferenceOperation element => AreOpen(element.ArrayReference, steps),
            IInvocationOperation call => IsOpen(call, steps),
            IPropertyReferenceOperation property => IsOpen(property, steps),
            IFieldReferenceOperation { Instance: { } instance } when instance is not IInstanceReferenceOperation => AreOpen(instance, steps),
            _ => false,
        };
    }

    private bool IsOpen(IInvocationOperation call, int steps)
    {
        var method = call.TargetMethod;
        if (method.Name == "NewGuid")
        {
            return true;
        }

        if (call.Instance is { } instance)
        {
            if (ClosedTypes.Contain(instance.Type))
            {
                return false;
            }

            // What a lookup finds is as many as the collection holds, whatever it was asked for.
            if (method.Name is "TryGetValue" or "GetValueOrDefault")
            {
                return AreOpen(instance, steps);
            }
        }

        return AreOpen(call.Instance, steps) || call.Arguments.Any(argument => AreOpen(argument.Value, steps));
    }

    private bool IsOpen(IPropertyReferenceOperation property, int steps) => property.Instance switch
    {
        null => property.Property is { Name: "Now" or "UtcNow", ContainingType.Name: "DateTime" or "DateTimeOffset" },
        IInstanceReferenceOperation => IsRequestData(property.Property),
        { } instance => !IsClosedPart(property.Property) && AreOpen(instance, steps),
    };

    /// <summary><c>ControllerBase.Request</c>, <c>Hub.Context</c>, a bound property of a page.</summary>
    private static bool IsRequestData(IPropertySymbol property) =>
        property.HasAttribute("BindPropertyAttribute")
        || property.HasAttribute("FromQueryAttribute")
        || (property.Name is "Request" or "HttpContext" or "User" or "RouteData" or "Context"
            && property.ContainingType.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal));

    /// <summary>Parts of a request that take few values, or that hold the program's own objects.</summary>
    private static bool IsClosedPart(IPropertySymbol property) => property.Name switch
    {
        "Method" or "Scheme" or "Protocol" or "IsHttps" or "Host" or "PathBase" or "ContentType" => property.ContainingType.Is("Microsoft.AspNetCore.Http", "HttpRequest"),
        "LocalPort" or "LocalIpAddress" => property.ContainingType.Is("Microsoft.AspNetCore.Http", "ConnectionInfo"),
        "RequestServices" or "Features" or "Items" or "RequestAborted" => true,
        _ => false,
    };

    private bool IsOpen(ILocalSymbol local, IOperation reference, int steps)
    {
        var scope = SharedState.Scope(reference, path.Frame);
        foreach (var operation in scope.Descendants())
        {
            if (operation is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
            {
                return AreOpen(loop.Collection, steps);
            }
        }

        // What a call puts into an out argument has nothing to do with the yes or no that it gives back.
        return SharedState.ValuesOf(local, scope).Any(value => value is IInvocationOperation { Type.SpecialType: SpecialType.System_Boolean } call ? IsOpen(call, steps) : AreOpen(value, steps));
    }

    private bool IsOpen(IParameterSymbol parameter, IOperation reference, int steps)
    {
        if (ClosedTypes.AreService(parameter) || parameter.ContainingSymbol is not IMethodSymbol owner)
        {
            return false;
        }

        var isCalledOnTheWay = owner.MethodKind == MethodKind.LocalFunction && !path.Steps.IsEmpty;
        if (IsLambda(owner) && !isCalledOnTheWay && !path.Frame.Parameters.Contains(parameter, SymbolEqualityComparer.Default))
        {
            return LambdaOf(owner, reference) is { } lambda && CallThatTakes(lambda) is { } taker && IsOpen(taker, steps);
        }

        if (path.Steps.IsEmpty)
        {
            return owner.MethodKind is not MethodKind.Constructor;
        }

        // Below the entry point the caller decides: GetOrAdd("settings") fills one entry.
        return ArgumentOf(parameter) is { } argument && Caller().AreOpen(argument, steps);
    }

    private Keys Caller()
    {
        var steps = path.Steps.RemoveAt(path.Steps.Length - 1);
        return new Keys(path with { Steps = steps, Frame = steps.IsEmpty ? path.Entry.Frame : Frame.Default }, compilation, cancellation);
    }

    private IOperation? ArgumentOf(IParameterSymbol parameter)
    {
        var call = path.Steps[path.Steps.Length - 1].Call;
        if (call.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        var node = tree.GetRoot(cancellation).FindNode(call.SourceSpan, getInnermostNodeForTie: true);
        var whole = node.FirstAncestorOrSelf<ExpressionSyntax>(candidate => candidate.IsKind(SyntaxKind.InvocationExpression) || candidate is BaseObjectCreationExpressionSyntax);
#pragma warning disable RS1030 // The caller may be in another file than the one being analysed.
        var arguments = whole is null ? null : compilation.GetSemanticModel(tree).GetOperation(whole, cancellation) switch
#pragma warning restore RS1030
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => (IEnumerable<IArgumentOperation>?)null,
        };
        return arguments?.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value;
    }

    private static bool IsLambda(IMethodSymbol method) => method.MethodKind is MethodKind.AnonymousFunction or MethodKind.LocalFunction;

    private static IOperation? LambdaOf(IMethodSymbol owner, IOperation inside)
    {
        for (var current = inside.Parent; current is not null; current = current.Parent)
        {
            if (current is IAnonymousFunctionOperation lambda && SymbolEqualityComparer.Default.Equals(lambda.Symbol, owner))
            {
                return lambda;
            }
        }

        return null;
    }

    private static IInvocationOperation? CallThatTakes(IOperation lambda) =>
        DelegateRoots.Outermost(lambda).Parent is IArgumentOperation { Parent: IInvocationOperation call } ? call : null;
}

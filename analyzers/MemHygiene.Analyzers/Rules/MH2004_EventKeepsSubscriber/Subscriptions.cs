using System.Collections.Immutable;
using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2004_EventKeepsSubscriber;

/// <summary>Handlers that are handed to something which lives as long as the process, and whether anything takes them back.</summary>
internal static class Subscriptions
{
    private static readonly SinkTable Registering = new(ImmutableArray.Create(
        "Microsoft.Extensions.Options.IOptionsMonitor::OnChange",
        "Microsoft.Extensions.Options.OptionsMonitorExtensions::OnChange",
        "Microsoft.Extensions.Primitives.ChangeToken::OnChange",
        "System.Threading.CancellationToken::Register",
        "System.Threading.CancellationToken::UnsafeRegister"));

    /// <summary>The name of what keeps the handler, as a message shows it, or null where it is taken back or goes with the request.</summary>
    public static string? KeeperOf(IOperation operation, ISymbol member, Compilation compilation, CancellationToken cancellation) => operation switch
    {
        IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation reference, HandlerValue: var handler }
            when IsLongLived(reference, compilation, cancellation) && (IsLambda(handler) || !IsTakenBack(reference.Event, member, cancellation)) => $"{reference.Event.ContainingType.Name}.{reference.Event.Name}",
        IInvocationOperation call when Registering.Find(call) is not null && IsDropped(call) => KeeperOf(call),
        _ => null,
    };

    // Nobody has its name to take it back by.
    private static bool IsLambda(IOperation handler) => handler is IDelegateCreationOperation { Target: IAnonymousFunctionOperation } or IConversionOperation { Operand: IAnonymousFunctionOperation };

    private static string? KeeperOf(IInvocationOperation call) =>
        call.TargetMethod.ContainingType.Name != "CancellationToken" ? call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name
        : ApplicationToken(call.Instance) is { } token ? token.Name
        : null;

    /// <summary>The token that is cancelled once, when the application starts or stops.</summary>
    private static IPropertySymbol? ApplicationToken(IOperation? token) => token switch
    {
        IPropertyReferenceOperation { Property: { Name: "ApplicationStopping" or "ApplicationStopped" or "ApplicationStarted" } property } => property,
        ILocalReferenceOperation { Local: var local } => SharedState.ValuesOf(local, SharedState.Scope(token, Frame.Default)).Select(ApplicationToken).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private static bool IsLongLived(IEventReferenceOperation reference, Compilation compilation, CancellationToken cancellation) => reference.Instance switch
    {
        null => reference.Event.IsStatic,
        IPropertyReferenceOperation { Property: { Name: "CurrentDomain", ContainingType.Name: "AppDomain" } } => true,
        IFieldReferenceOperation or IPropertyReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation =>
            reference.Instance.Type is INamedTypeSymbol type && LongLived.IsSingleton(type, compilation, cancellation),
        _ => false,
    };

    /// <summary>The type also unsubscribes from an event of that name; the handler that it names there is not compared.</summary>
    private static bool IsTakenBack(IEventSymbol @event, ISymbol member, CancellationToken cancellation)
    {
        foreach (var reference in (member as INamedTypeSymbol ?? member.ContainingType)?.DeclaringSyntaxReferences ?? ImmutableArray<SyntaxReference>.Empty)
        {
            foreach (var node in reference.GetSyntax(cancellation).DescendantNodes())
            {
                if (node is AssignmentExpressionSyntax assignment && node.IsKind(SyntaxKind.SubtractAssignmentExpression) && NameOf(assignment.Left) == @event.Name)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        IdentifierNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Nobody keeps the registration, so nobody can dispose it.</summary>
    private static bool IsDropped(IInvocationOperation call) =>
        call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}

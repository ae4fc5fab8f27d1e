using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2004_EventKeepsSubscriber;

/// <summary>Finds subscriptions of request code to events, options and tokens that live as long as the process, where nothing takes them back.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EventKeepsSubscriberAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.EventKeepsSubscriber,
        "Subscription that outlives its request",
        "{0} lives as long as the process and keeps a handler for every request ({1}), with all that the handler refers to: {2}",
        "An event keeps its handlers, and a handler keeps its object. One that request code adds and nothing removes stays until the process ends, and is called from then on.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(static start =>
        {
            if (RequestCode.For(start.Compilation, start.Options) is { } requests)
            {
                start.RegisterOperationAction(operation => Analyze(operation, requests), OperationKind.EventAssignment, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests)
    {
        var operation = context.Operation;
        if (Subscriptions.KeeperOf(operation, context.ContainingSymbol, context.Compilation, context.CancellationToken) is not { } keeper
            || requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { } path
            || RunsOnce(operation, path.Frame))
        {
            return;
        }

        var isEvent = operation is IEventAssignmentOperation;
        var sink = new Sink(context.ContainingSymbol.ContainingType, isEvent ? "add" : ((IInvocationOperation)operation).TargetMethod.Name);
        context.ReportDiagnostic(Findings.Create(Rule, operation, path, sink, keeper, path.Describe(operation), isEvent ? "unsubscribe when done" : "keep the registration and dispose it when done"));
    }

    /// <summary>A flag that outlives the request decides: <c>if (!_subscribed)</c>, <c>if (Interlocked.Exchange(ref _subscribed, 1) == 0)</c>.</summary>
    private static bool RunsOnce(IOperation operation, Frame frame)
    {
        for (IOperation current = operation, parent = operation.Parent!; parent is not null && current != frame.Function; current = parent, parent = parent.Parent!)
        {
            if (parent is IConditionalOperation conditional && conditional.Condition != current
                && conditional.Condition.DescendantsAndSelf().Any(part => part is IFieldReferenceOperation { Field.IsReadOnly: false } && SharedState.Place(part, frame) is not null))
            {
                return true;
            }
        }

        return false;
    }
}

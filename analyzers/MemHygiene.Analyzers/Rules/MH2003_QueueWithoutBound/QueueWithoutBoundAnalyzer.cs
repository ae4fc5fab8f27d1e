using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Rules.MH2003_QueueWithoutBound;

/// <summary>Finds queues without a capacity that outlive requests and that requests fill.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueueWithoutBoundAnalyzer : DiagnosticAnalyzer
{
    // A suggestion: whether the reader keeps up is not in the code.
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Suggestion(
        RuleIds.QueueWithoutBound,
        "Queue without a bound, filled by requests",
        "{0} has no capacity, and requests fill it ({1}): {2}",
        "When its reader is slower than the requests for a while, a queue without a bound keeps everything that waits. With a capacity the sender waits, or hears that there is no room.");

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
                start.RegisterOperationAction(operation => Analyze(operation, requests), OperationKind.ObjectCreation, OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests)
    {
        var cancellation = context.CancellationToken;
        if (UnboundedQueues.Find(context.Operation) is not { Type: var type } sink
            || QueueUses.Of(context.Operation, type, context.Compilation, cancellation) is not { IsCounted: false } uses
            || IsMadePerRequest(context, requests)
            || (UnboundedQueues.IsPlain(type) && !IsWorkQueue(uses, requests, cancellation)))
        {
            return;
        }

        foreach (var (put, member) in uses.Puts)
        {
            if (requests.Find(put, member, cancellation) is { Entry.Kind: not EntryKind.Tick } path)
            {
                context.ReportDiagnostic(Findings.Create(Rule, context.Operation, path, sink, Name(type), path.Describe(put), Advice(type)));
                return;
            }
        }
    }

    /// <summary>It goes with the request that made it: a local pipe, a field of a scoped service.</summary>
    private static bool IsMadePerRequest(OperationAnalysisContext context, RequestCode requests) =>
        requests.Find(context.Operation, context.ContainingSymbol, context.CancellationToken) is not null;

    /// <summary>Something outside requests empties it. A request that takes out what another put in uses a pool; one method that does both keeps a window.</summary>
    private static bool IsWorkQueue(QueueUses uses, RequestCode requests, CancellationToken cancellation) =>
        uses.Takes.Count > 0
        && uses.Takes.TrueForAll(take =>
            requests.Find(take.Call, take.Member, cancellation) is null or { Entry.Kind: EntryKind.Tick }
            && !uses.Puts.Exists(put => SymbolEqualityComparer.Default.Equals(put.Member, take.Member) && put.Member is not IMethodSymbol { Name: "<Main>$" }));

    private static string Name(INamedTypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    private static string Advice(INamedTypeSymbol type) => type.ContainingNamespace.Name switch
    {
        "Dataflow" => "set BoundedCapacity",
        "Channels" => "use Channel.CreateBounded",
        _ when UnboundedQueues.IsPlain(type) => "use a bounded channel",
        _ => "pass a capacity",
    };
}

using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1005_ProcessStartedPerRequest;

/// <summary>Finds processes that request code starts, and nothing bounds how many of them run at once.</summary>
/// <remarks>A background loop that waits for its own process is left alone: there is one at a time.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessStartedPerRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.ProcessStartedPerRequest,
        "Process started on every request",
        "{0} starts a process {1} ({2}): {3}",
        "Each process has memory of its own that no setting of this one bounds. As many run at once as there are requests.");

    private static readonly DiagnosticDescriptor LibraryRule = RuleDescriptor.Likely(Rule, "{0} starts a process each time this runs ({1}): {2}");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule, LibraryRule);

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
        var operation = context.Operation;
        if (ProcessStarts.Table.Find(operation) is not { } sink)
        {
            LibraryFindings.Report(context, LibraryRule, tickRule: null, requests);
            return;
        }

        if (requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { } path
            || (path.IsTick && !Throttle.AreManyAtOnce(path, operation, context.CancellationToken))
            || Throttle.Bounds(operation, path.Frame)
            || path.CallNodes(context.CancellationToken).Any(Throttle.BoundsCall)
            || Throttle.EndsThisProcess(operation, path.Frame))
        {
            return;
        }

        var advice = ProcessStarts.IsBrowser(operation) ? "keep one browser and open pages in it" : "bound how many run at once, or keep one running";
        var when = path.IsTick ? "for each item at once" : Throttle.IsInLoop(operation, path.Frame) ? "for each item of every request" : "on every request";
        context.ReportDiagnostic(Findings.Create(Rule, operation, path, sink, ProcessStarts.NameOf(operation, sink), when, path.Describe(operation), advice));
    }
}

using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1005_ProcessStartedPerRequest;

/// <summary>Finds processes that request code starts, and nothing bounds how many of them run at once.</summary>
/// <remarks>A background loop is left alone: it waits for its own process, so there is one at a time.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessStartedPerRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.ProcessStartedPerRequest,
        "Process started on every request",
        "{0} starts a process {1} ({2}): {3}",
        "Each process has memory of its own that no setting of this one bounds. As many run at once as there are requests.");

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
        var operation = context.Operation;
        if (ProcessStarts.Table.Find(operation) is not { } sink
            || requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { IsTick: false } path
            || Throttle.Bounds(operation, path.Frame)
            || Throttle.EndsThisProcess(operation, path.Frame))
        {
            return;
        }

        var name = operation is IInvocationOperation { TargetMethod.ContainingType: { } owner } ? owner.Name + "." + sink.Member : sink.Type.Name;
        var advice = ProcessStarts.IsBrowser(operation) ? "keep one browser and open pages in it" : "bound how many run at once, or keep one running";
        var when = Throttle.IsInLoop(operation, path.Frame) ? "for each item of every request" : "on every request";
        context.ReportDiagnostic(Findings.Create(Rule, operation, path, sink, name, when, path.Describe(operation), advice));
    }
}

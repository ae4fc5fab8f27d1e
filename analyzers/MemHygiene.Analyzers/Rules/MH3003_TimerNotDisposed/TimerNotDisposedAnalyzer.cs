using System.Collections.Immutable;
using MemHygiene.GiveBack;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH3003_TimerNotDisposed;

/// <summary>Finds timers, timeouts and registrations that request code leaves behind in something that outlives the request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TimerNotDisposedAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.TimerNotDisposed,
        "Timer or registration never disposed",
        "{0} is never disposed and outlives every request ({1}): dispose it when the work is done",
        "A timeout stays in the timer queue until it fires, and a registration on a longer-lived token stays there for good, with everything that its callback holds.");

    private static readonly DiagnosticDescriptor DroppedRule = RuleDescriptor.Likely(
        Rule, "{0} is held by nobody ({1}): it ticks until the next collection and then stops, so keep it, and dispose it when the work is done");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule, DroppedRule);

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
        if (Registrations.Find(operation) is not { } sink
            || Disposables.FateOf(operation, out var local) != Fate.Dropped
            || requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { } path
            || !Registrations.Outlives(operation, local, path.Frame))
        {
            return;
        }

        context.ReportDiagnostic(Findings.Create(Registrations.IsThreadingTimer(operation) ? DroppedRule : Rule, operation, path, sink, NameOf(sink), path.Describe(operation)));
    }

    private static string NameOf(Sink sink) => sink.Member == ".ctor" ? sink.Type.Name : sink.Type.Name + "." + sink.Member;
}

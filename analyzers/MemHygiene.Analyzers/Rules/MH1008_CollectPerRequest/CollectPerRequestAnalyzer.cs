using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1008_CollectPerRequest;

/// <summary>Finds request code that forces a garbage collection.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CollectPerRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.CollectPerRequest,
        "Garbage collection forced on every request",
        "A garbage collection is forced on every request ({0}): {1}",
        "A forced collection walks the whole heap and holds up all requests meanwhile. What it finds in use grows older: the collector visits it less often from then on.");

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
                start.RegisterOperationAction(operation => Analyze(operation, requests), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod is not { Name: "Collect" } method
            || !method.ContainingType.Is("System", "GC")
            || Collections.FollowsAnother(call)
            || requests.Find(call, context.ContainingSymbol, context.CancellationToken) is not { IsTick: false } path
            || Collections.AreRare(call, path.Frame))
        {
            return;
        }

        context.ReportDiagnostic(Findings.Create(Rule, call, path, new Sink(method.ContainingType, method.Name), path.Describe(call), "leave it to the collector, and bound what the process keeps"));
    }
}

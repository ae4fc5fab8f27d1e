using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Rules.MH1007_InfrastructureBuiltPerRequest;

/// <summary>Finds containers, configurations, logger factories, meters and the like that request code builds anew each time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InfrastructureBuiltPerRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.InfrastructureBuiltPerRequest,
        "Infrastructure built on every request",
        "{0} is built on every request ({1}): {2}",
        "An application has one container, one configuration and one set of loggers and meters. A second one brings its own threads, file watchers and singletons, and most of them are found through lists that live as long as the process.");

    private static readonly DiagnosticDescriptor LikelyRule = RuleDescriptor.Likely(Rule, "{0} is built each time this runs ({1}): {2}");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule, LikelyRule);

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
        if (Infrastructure.Table.Find(operation) is not { } sink
            || requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { } path
            || Infrastructure.Describe(operation, path.Frame) is not { } part)
        {
            return;
        }

        var rule = path.IsLikely || Infrastructure.IsCheapProvider(operation, path.Frame) ? LikelyRule : Rule;
        context.ReportDiagnostic(Findings.Create(rule, operation, path, sink, part.Name, path.Describe(operation), part.Advice));
    }
}

using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;

/// <summary>Finds request code that has new code generated, compiled or loaded each time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CodeGeneratedPerRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.CodeGeneratedPerRequest,
        "Code generated on every request",
        "{0} makes new code on every request ({1}): {2}",
        "Generated code takes milliseconds to compile and memory outside the managed heap; an assembly that was loaded outside a collectible context stays until the process ends.");

    private static readonly DiagnosticDescriptor LikelyRule = RuleDescriptor.Likely(Rule, "{0} makes new code each time this runs ({1}): {2}");

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
        if (CodeGenerators.Find(operation) is not { } sink)
        {
            LibraryFindings.Report(context, LikelyRule, LikelyRule, requests);
            return;
        }

        if (!Repetition.MakesCodeEachTime(operation)
            || requests.Find(operation, context.ContainingSymbol, context.CancellationToken) is not { } path
            || !Repetition.IsNewForTheRequest(operation, path.Frame))
        {
            return;
        }

        context.ReportDiagnostic(Findings.Create(path.IsLikely ? LikelyRule : Rule, operation, path, sink, CodeGenerators.NameOf(operation, sink), path.Describe(operation), CodeGenerators.Advice(operation, sink)));
    }
}

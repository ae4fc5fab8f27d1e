using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Finds models, tokenizers, OCR and speech engines that request code loads anew each time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ModelLoadedPerRequestAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The <c>.editorconfig</c> key that adds model types.</summary>
    internal const string TypesOption = "memhygiene.model_types";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.ModelLoadedPerRequest,
        "Model loaded on every request",
        "{0} is loaded on every request ({1}): {2}",
        "A model is read from disk and built in memory, often natively, for each request. Concurrent requests hold as many copies at once.");

    private static readonly DiagnosticDescriptor LikelyRule = RuleDescriptor.Likely(Rule, "{0} is loaded each time this runs ({1}): {2}");

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
                var hasCache = start.Compilation.GetTypeByMetadataName("MemHygiene.Models.ModelCache`1") is not null;
                var configured = new ConfiguredList(start.Options, TypesOption);
                start.RegisterOperationAction(operation => Analyze(operation, requests, configured, hasCache), OperationKind.ObjectCreation, OperationKind.Invocation, OperationKind.Invalid);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests, ConfiguredList configured, bool hasCache)
    {
        var operation = context.Operation;
        var byTable = ModelTypes.Table.Find(operation);
        if ((byTable ?? Configured(operation, configured) ?? ModelShape.Find(operation)) is not { } sink)
        {
            LibraryFindings.Report(context, Rule, LikelyRule, requests);
            return;
        }

        if (requests.FindLikely(operation, context.ContainingSymbol, context.CancellationToken) is not { } path
            || (byTable is null && (ModelShape.ReadsRequestData(operation, path.Frame) || IsWithin(sink.Type, context.ContainingSymbol))))
        {
            return;
        }

        context.ReportDiagnostic(Findings.Create(path.IsLikely ? LikelyRule : Rule, operation, path, sink, sink.Type.Name, path.Describe(operation), Advice(sink.Type, hasCache)));
    }

    private static string Advice(INamedTypeSymbol type, bool hasCache) =>
        ModelTypes.SingleThreaded.Contains(type.Name) ? "keep a pool of them, since each serves one caller at a time"
        : hasCache ? "load it once and lease it from a ModelCache"
        : "load it once and share it as a singleton";

    // A type's own factory makes it on behalf of whoever calls the factory, and that call is the finding.
    private static bool IsWithin(INamedTypeSymbol type, ISymbol member) =>
        SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.ContainingType?.OriginalDefinition);

    private static Sink? Configured(IOperation operation, ConfiguredList configured)
    {
        var (type, member) = operation switch
        {
            IObjectCreationOperation { Type: INamedTypeSymbol created } => (created, ".ctor"),
            IInvocationOperation { TargetMethod: { IsStatic: true } method } when ModelShape.MakesItself(method) is { } made => (made, method.Name),
            _ => default,
        };
        return type is not null && configured.Contains(operation.Syntax.SyntaxTree, type)
            ? new Sink(type, member)
            : null;
    }
}

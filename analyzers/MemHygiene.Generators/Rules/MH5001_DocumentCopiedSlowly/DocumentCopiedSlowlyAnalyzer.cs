using System.Collections.Immutable;
using MemHygiene.DeepCopy;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH5001_DocumentCopiedSlowly;

/// <summary>Says where the generator has nothing to write. An analyzer says it, so that the generator need not remember places in files.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DocumentCopiedSlowlyAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Suggestion(
        RuleIds.DocumentCopiedSlowly,
        "Document copied without generated code",
        "{0} is copied {1}, because {2}",
        "A JSON store gives each reader a copy of its own. The compiler writes the copying where every part of the document can be copied field by field; otherwise each read serializes and parses the document, or pays for code compiled at run time.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypeByMetadataName(DocumentTypes.Attribute) is not null)
            {
                start.RegisterSymbolAction(OnType, SymbolKind.NamedType);
                start.RegisterOperationAction(OnCall, OperationKind.Invocation);
            }
        });
    }

    private static void OnType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.ToDisplayString() == DocumentTypes.Attribute) is { } mark
            && mark.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken).GetLocation() is { } place
            && Find(type, place, context.Compilation, context.CancellationToken) is { } finding)
        {
            context.ReportDiagnostic(finding);
        }
    }

    private static void OnCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (DocumentTypes.Registered(call.TargetMethod) is { } document
            && !DocumentTypes.IsMarked(document)
            && Find(document, call.Syntax.GetLocation(), context.Compilation, context.CancellationToken) is { } finding)
        {
            context.ReportDiagnostic(finding);
        }
    }

    private static Diagnostic? Find(ITypeSymbol document, Location place, Compilation compilation, CancellationToken token) =>
        DocumentTypes.IsCopied(document, compilation) && DocumentCopy.Of(document, (CSharpCompilation)compilation, token).Obstacle is { } obstacle
            ? Diagnostic.Create(Rule, place, document.Name, obstacle.IsCompilable ? "by code that is compiled at run time" : "through the serializer on every read", obstacle.Reason)
            : null;
}

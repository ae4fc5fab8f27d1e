using System.Collections.Immutable;
using MemHygiene.RequestReach;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1004_FileParsedPerRequest;

/// <summary>Finds files that request code reads as a whole each time: to parse them as JSON (certain, and there is a fix), or for anything else (likely).</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FileParsedPerRequestAnalyzer : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.FileParsedPerRequest,
        "Whole file read on every request",
        "The whole file is read and parsed into {0} on every request ({1}): {2}",
        "The file's text and the parsed document are allocated anew for each request; from 85,000 bytes on, the text goes to the large object heap.");

    private static readonly DiagnosticDescriptor LikelyRule = RuleDescriptor.Likely(Rule, "A whole file is read into memory on every request ({0}): send it as a file, or keep it and read it again only when it has changed");

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
                var advice = start.Compilation.GetTypeByMetadataName("MemHygiene.JsonStores.JsonStore`1") is null
                    ? "keep the document and read it again only when the file has changed"
                    : "read it through a JsonStore";
                start.RegisterOperationAction(operation => Analyze(operation, requests, advice), OperationKind.Invocation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests, string advice)
    {
        var read = (IInvocationOperation)context.Operation;
        if (!JsonFiles.ReadsWholeFile(read) || requests.Find(read, context.ContainingSymbol, context.CancellationToken) is not { } path)
        {
            return;
        }

        if (JsonFiles.Parse(read) is { } parse && !JsonFiles.ChosenByRequest(read, path.Frame))
        {
            if (requests.Find(parse, context.ContainingSymbol, context.CancellationToken) is not null)
            {
                var document = parse.TargetMethod.TypeArguments.FirstOrDefault() as INamedTypeSymbol ?? SinkTable.Unwrapped(parse.TargetMethod.ReturnType) as INamedTypeSymbol ?? parse.TargetMethod.ContainingType;
                var name = document.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
                context.ReportDiagnostic(Findings.Create(Rule, read, path, new Sink(document, read.TargetMethod.Name), name, path.Describe(read), advice));
            }
        }
        else if (!ModelShape.IsLoader(context.ContainingSymbol)
            && !PassingFiles.IsOne(read, path.Frame)
            && PassingFiles.Products(read, path.Frame).All(product => requests.Find(product, context.ContainingSymbol, context.CancellationToken) is not null))
        {
            context.ReportDiagnostic(Findings.Create(LikelyRule, read, path, new Sink(read.TargetMethod.ContainingType, read.TargetMethod.Name), path.Describe(read)));
        }
    }
}

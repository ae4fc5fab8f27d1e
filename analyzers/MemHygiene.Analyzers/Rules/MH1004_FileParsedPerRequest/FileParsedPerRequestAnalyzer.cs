using System.Collections.Immutable;
using MemHygiene.Growth;
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

    private static readonly DiagnosticDescriptor LikelyRule = RuleDescriptor.Likely(Rule, "A whole file is read into memory each time this runs ({0}): send it as a file, or keep it and read it again only when it has changed");

    private static readonly DiagnosticDescriptor RepeatedRule = RuleDescriptor.Likely(Rule, "The whole file is read and parsed into {0} each time this runs ({1}): {2}");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule, LikelyRule, RepeatedRule);

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
                start.RegisterOperationAction(operation => Analyze(operation, requests, advice), OperationKind.Invocation, OperationKind.ObjectCreation);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests, string advice)
    {
        if (context.Operation is IInvocationOperation read && JsonFiles.ReadsWholeFile(read))
        {
            AnalyzeRead(context, read, requests, advice);
        }
        else if (OpenedFiles.IsParserOfPath(context.Operation))
        {
            AnalyzeParse(context, (IInvocationOperation)context.Operation, requests);
        }
        else if (OpenedFiles.Opens(context.Operation) && OpenedFiles.TakerOf(context.Operation) is { } taker)
        {
            AnalyzeParse(context, JsonFiles.Parse(taker) ?? taker, requests);
        }
        else
        {
            LibraryFindings.Report(context, RepeatedRule, RepeatedRule, requests);
        }
    }

    private static void AnalyzeRead(OperationAnalysisContext context, IInvocationOperation read, RequestCode requests, string advice)
    {
        if (requests.Find(read, context.ContainingSymbol, context.CancellationToken) is not { } path)
        {
            return;
        }

        if (JsonFiles.Parse(read) is { } parse && !JsonFiles.ChosenByRequest(read, path.Frame))
        {
            if (requests.Find(parse, context.ContainingSymbol, context.CancellationToken) is not null)
            {
                Report(context, path, parse, advice);
            }
        }
        else if (!ModelShape.IsLoader(context.ContainingSymbol) && !PassingFiles.IsOne(read, path.Frame) && IsReadEachTime(context, read, path, requests))
        {
            ReportLikely(context, path);
        }
    }

    // A store of JSON documents has no stream to give, so the advice is the general one.
    private static void AnalyzeParse(OperationAnalysisContext context, IInvocationOperation taker, RequestCode requests)
    {
        var open = context.Operation;
        if (requests.Find(open, context.ContainingSymbol, context.CancellationToken) is not { } path
            || JsonFiles.ChosenByRequest(open, path.Frame)
            || (JsonFiles.PathOf(open) is { } name && new Keys(path, context.Compilation, context.CancellationToken).AreOpen(name))
            || PassingFiles.IsOne(open, path.Frame)
            || path.CallNodes(context.CancellationToken).Any(PassingFiles.IsNear)
            || OpenedFiles.IsAddress(open, path.Frame)
            || !IsReadEachTime(context, taker, path, requests)
            || requests.Find(taker, context.ContainingSymbol, context.CancellationToken) is null)
        {
            return;
        }

        if (taker.TargetMethod.Name.StartsWith("ReadToEnd", StringComparison.Ordinal))
        {
            ReportLikely(context, path);
        }
        else
        {
            Report(context, path, taker, "keep the document and read it again only when the file has changed");
        }
    }

    private static bool IsReadEachTime(OperationAnalysisContext context, IOperation read, RequestPath path, RequestCode requests) =>
        PassingFiles.Products(read, path.Frame).All(product => requests.Find(product, context.ContainingSymbol, context.CancellationToken) is not null);

    private static void Report(OperationAnalysisContext context, RequestPath path, IInvocationOperation parse, string advice)
    {
        var document = JsonFiles.DocumentOf(parse);
        var name = document.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat.RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier));
        context.ReportDiagnostic(Findings.Create(path.IsTick ? RepeatedRule : Rule, context.Operation, path, new Sink(document, MemberOf(context.Operation)), name, path.Describe(context.Operation), advice));
    }

    private static void ReportLikely(OperationAnalysisContext context, RequestPath path)
    {
        var owner = context.Operation is IInvocationOperation { TargetMethod.ContainingType: { } type } ? type : (INamedTypeSymbol)context.Operation.Type!;
        context.ReportDiagnostic(Findings.Create(LikelyRule, context.Operation, path, new Sink(owner, MemberOf(context.Operation)), path.Describe(context.Operation)));
    }

    private static string MemberOf(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: var name } ? name : ".ctor";
}

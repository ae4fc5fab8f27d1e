using System.Collections.Immutable;
using MemHygiene.GiveBack;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH3002_JsonDocumentNotDisposed;

/// <summary>Finds JSON documents that are parsed, read and forgotten: the arrays that they rented never go back to their pool.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JsonDocumentNotDisposedAnalyzer : DiagnosticAnalyzer
{
    private const string Json = "System.Text.Json";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.JsonDocumentNotDisposed,
        "JsonDocument never disposed",
        "The JsonDocument is never disposed, so the arrays that it rented are lost to their pool: {0}",
        "A JsonDocument rents its text and its index from the shared array pool and gives them back when it is disposed. Forgotten, it makes the pool allocate new arrays for the next document.");

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var parse = (IInvocationOperation)context.Operation;
        if (!MakesDocument(parse.TargetMethod)
            || Disposables.FateOf(parse, out var local) != Fate.Dropped
            || TestCode.Contains(context.ContainingSymbol))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(Rule, parse.Syntax.GetLocation(), local is null ? "keep it in a using local, or parse into a JsonElement, which owns what it shows" : "declare it with using"));
    }

    private static bool MakesDocument(IMethodSymbol method) => method.Name switch
    {
        "Parse" or "ParseAsync" or "ParseValue" => method.ContainingType.Is(Json, "JsonDocument"),
        "SerializeToDocument" => method.ContainingType.Is(Json, "JsonSerializer"),
        "Deserialize" or "DeserializeAsync" or "GetFromJsonAsync" or "ReadFromJsonAsync" => SinkTable.Unwrapped(method.ReturnType).Is(Json, "JsonDocument"),
        _ => false,
    };
}

using System.Collections.Immutable;
using MemHygiene.Growth;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH2005_ClientNameFromData;

/// <summary>Finds clients and handlers that the factory makes under names out of the request.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientNameFromDataAnalyzer : DiagnosticAnalyzer
{
    // A suggestion: the values may be few, and one name costs little.
    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Suggestion(
        RuleIds.ClientNameFromData,
        "HTTP client named after request data",
        "The client's name comes from requests ({0}), and the factory keeps every name for ever: use a name known at compile time",
        "IHttpClientFactory keeps options and a pool entry for every name that it ever saw. A client for this user or that tenant is the same client with another header or address.");

    private static readonly SinkTable Factories = new(ImmutableArray.Create(
        "System.Net.Http.IHttpClientFactory::CreateClient",
        "System.Net.Http.IHttpMessageHandlerFactory::CreateHandler"));

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
        if (Factories.Find(context.Operation) is { } sink
            && context.Operation is IInvocationOperation { Arguments: { Length: 1 } arguments } call
            && !arguments[0].Value.ConstantValue.HasValue
            && requests.Find(call, context.ContainingSymbol, context.CancellationToken) is { } path
            && new Keys(path, context.Compilation, context.CancellationToken).AreOpen(arguments[0].Value))
        {
            context.ReportDiagnostic(Findings.Create(Rule, call, path, sink, path.Describe(call)));
        }
    }
}

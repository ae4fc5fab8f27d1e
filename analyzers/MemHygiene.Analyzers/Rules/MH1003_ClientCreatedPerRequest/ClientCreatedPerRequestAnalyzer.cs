using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>Finds clients, handlers, channels and connections that request code opens anew each time.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClientCreatedPerRequestAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The <c>.editorconfig</c> key that adds client types.</summary>
    internal const string TypesOption = "memhygiene.client_types";

    private static readonly DiagnosticDescriptor Rule = RuleDescriptor.Warning(
        RuleIds.ClientCreatedPerRequest,
        "Client created on every request",
        "{0} is created on every request ({1}): {2}",
        "A client owns connections. One for each request opens new sockets, which linger after the request, and pays the handshake again.");

    private static readonly DiagnosticDescriptor LikelyRule = RuleDescriptor.Likely(Rule, "{0} is created each time this runs ({1}): {2}");

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
                var hasPool = start.Compilation.GetTypeByMetadataName("MemHygiene.Http.HandlerPool") is not null;
                var configured = new ConfiguredList(start.Options, TypesOption);
                start.RegisterOperationAction(operation => Analyze(operation, requests, configured, hasPool), OperationKind.ObjectCreation, OperationKind.Invocation, OperationKind.Invalid);
            }
        });
    }

    private static void Analyze(OperationAnalysisContext context, RequestCode requests, ConfiguredList configured, bool hasPool)
    {
        var sink = ClientTypes.Table.Find(context.Operation) ?? Configured(context.Operation, configured);
        if (sink is not { Type: var type })
        {
            LibraryFindings.Report(context, Rule, LikelyRule, requests);
            return;
        }

        if (HttpHandlers.BelongsToClient(context.Operation)
            || HttpHandlers.ClientSharesHandler(context.Operation)
            || requests.FindLikely(context.Operation, context.ContainingSymbol, context.CancellationToken) is not { } path)
        {
            return;
        }

        context.ReportDiagnostic(Findings.Create(path.IsLikely ? LikelyRule : Rule, context.Operation, path, sink.Value, type.Name, path.Describe(context.Operation), Advice(type, hasPool)));
    }

    private static Sink? Configured(IOperation operation, ConfiguredList configured) =>
        operation is IObjectCreationOperation { Type: INamedTypeSymbol type } && (configured.Contains(operation.Syntax.SyntaxTree, type) || type.HasAttribute("ExpensiveToCreateAttribute"))
            ? new Sink(type, ".ctor")
            : null;

    private static string Advice(INamedTypeSymbol type, bool hasPool) => (HttpHandlers.IsHttp(type), hasPool) switch
    {
        (true, true) => "take it from a HandlerPool",
        (true, false) => "take it from IHttpClientFactory",
        _ when type.Name is "SmtpClient" or "ImapClient" => "keep one connected, or a pool of them, since each serves one caller at a time",
        _ => "create it once and share it",
    };
}

using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Hosts;
using MemHygiene.CodeFixes.Injection;
using MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.CodeFixes.Rules.MH2005_ClientNameFromData;

/// <summary>
/// Leaves a name out that nothing is registered under. Each name had a cookie container of its own, so the client comes from a <c>HandlerPool</c>,
/// which keeps no cookies, or it is the factory's default client where the project has turned cookies off for all.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClientNameFromDataFixer))]
internal sealed class ClientNameFromDataFixer() : SinkFixer(RuleIds.ClientNameFromData, FixTitle)
{
    internal const string FixTitle = "Create the client without a name";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax, ArgumentList.Arguments: { Count: 1 } arguments } call
            || context.Model.GetOperation(call, context.Cancellation) is not IInvocationOperation { TargetMethod.Name: "CreateClient" }
            || !HasNoEffect(arguments[0].Expression))
        {
            return false;
        }

        switch (await ClientRegistrations.ReadAsync(context.Document.Project.Solution, context.Cancellation).ConfigureAwait(false))
        {
            case ClientRegistrations.Kind.AllWithoutCookies:
                context.Rewrite.Replace(context.Document, arguments.Span, "");

                // The overload without a name is an extension method.
                context.Rewrite.Import(context.Document, context.Model, call.SpanStart, "System.Net.Http");
                return true;
            case ClientRegistrations.Kind.None:
                return await TryPoolAsync(context, call).ConfigureAwait(false);
            default:
                return false;
        }
    }

    private static async Task<bool> TryPoolAsync(SinkContext context, InvocationExpressionSyntax call)
    {
        if (context.Type("MemHygiene.Http.HandlerPool") is not { } pool
            || !await Registration.TryAddAsync(context.Rewrite, context.Document.Project, Verb.Plain("AddHandlerPool"), context.Cancellation).ConfigureAwait(false)
            || await ServiceInjection.TryReachAsync(context, pool, "handlers").ConfigureAwait(false) is not { } access)
        {
            return false;
        }

        ClientLifetime.Replace(context, call, $"{access}.CreateClient()");
        return true;
    }

    /// <summary>The expression can go: nothing happens in it.</summary>
    private static bool HasNoEffect(ExpressionSyntax name) => !name.DescendantNodesAndSelf().Any(node =>
        node is AssignmentExpressionSyntax or AwaitExpressionSyntax
        || node.IsKind(SyntaxKind.PostIncrementExpression)
        || node.IsKind(SyntaxKind.PreIncrementExpression)
        || node is InvocationExpressionSyntax { Expression: not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ToString" or "Trim" or "ToLowerInvariant" or "ToUpperInvariant" or "Format" or "Concat" } });
}

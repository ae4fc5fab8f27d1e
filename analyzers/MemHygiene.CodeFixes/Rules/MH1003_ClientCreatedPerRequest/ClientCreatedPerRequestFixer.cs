using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Hosts;
using MemHygiene.CodeFixes.Injection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1003_ClientCreatedPerRequest;

/// <summary>
/// Takes the client from a <c>HandlerPool</c>, or from <c>IHttpClientFactory</c> where MemHygiene is not referenced. A library that no program here
/// starts and classes that nobody can inject into share one client. Clients of other services are shared where they are the same for every request.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClientCreatedPerRequestFixer))]
internal sealed class ClientCreatedPerRequestFixer() : SinkFixer(RuleIds.ClientCreatedPerRequest, FixTitle)
{
    internal const string FixTitle = "Create the client over shared connections";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        if (Creation(context) is not { ArgumentList: null or { Arguments.Count: 0 } } creation)
        {
            return false;
        }

        var project = context.Document.Project;
        var pool = context.Type("MemHygiene.Http.HandlerPool");
        var source = pool ?? context.Type("System.Net.Http.IHttpClientFactory");
        var isRegistered = pool is null
            ? await Registration.TryAddFrameworkServiceAsync(context.Rewrite, project, "AddHttpClient", context.Cancellation).ConfigureAwait(false)
            : await Registration.TryAddAsync(context.Rewrite, project, Verb.Plain("AddHandlerPool"), context.Cancellation).ConfigureAwait(false);
        if (source is null
            || !isRegistered
            || !ClientInitialiser.TryUnfold(context, creation)
            || await ServiceInjection.TryReachAsync(context, source, pool is null ? "httpClientFactory" : "handlers").ConfigureAwait(false) is not { } access)
        {
            return false;
        }

        if (pool is null)
        {
            context.Rewrite.Import(context.Document, context.Model, creation.SpanStart, "System.Net.Http");
            context.Rewrite.Replace(context.Document, creation.Span, $"{access}.CreateClient()");
        }
        else
        {
            ClientLifetime.Replace(context, creation, $"{access}.CreateClient()");
        }

        return true;
    }

    protected override Task<bool> FallBackAsync(SinkContext context) =>
        Task.FromResult(Creation(context) is { } creation ? SharedClient.TryApply(context, creation) : SharedConnection.TryApply(context));

    private static BaseObjectCreationExpressionSyntax? Creation(SinkContext context) =>
        context.Sink is BaseObjectCreationExpressionSyntax creation && context.Model.GetTypeInfo(creation, context.Cancellation).Type?.ToDisplayString() == "System.Net.Http.HttpClient"
            ? creation
            : null;
}

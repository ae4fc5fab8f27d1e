using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Hosts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest;

/// <summary>Writes a session value only when it differs, and leaves the commit to the session middleware.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SessionSavedPerRequestFixer))]
internal sealed class SessionSavedPerRequestFixer() : SinkFixer(RuleIds.SessionSavedPerRequest, FixTitle)
{
    internal const string FixTitle = "Save the session only when it changes";

    protected override async Task<bool> FixAsync(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax call || Name(call) is not { Identifier.ValueText: "CommitAsync" or "Set" or "SetString" or "SetInt32" } name)
        {
            return false;
        }

        var hasStore = context.Type("MemHygiene.AspNetCore.Sessions.ChangeOnlySessionOptions") is not null
            || context.Type("Microsoft.AspNetCore.Http.SessionIfChangedExtensions") is not null;
        if (hasStore && !await Registration.TryAddAsync(context.Rewrite, context.Document.Project, Verb.Plain("AddSessions"), context.Cancellation).ConfigureAwait(false))
        {
            return false;
        }

        if (name.Identifier.ValueText == "CommitAsync")
        {
            return await CommitRemoval.TryApplyAsync(context, call).ConfigureAwait(false);
        }

        if (!hasStore)
        {
            return GuardedSet.TryApply(context, call, name.Identifier.ValueText);
        }

        context.Rewrite.Import(context.Document, context.Model, call.SpanStart, "Microsoft.AspNetCore.Http");
        context.Rewrite.Insert(context.Document, name.Span.End, "IfChanged");
        return true;
    }

    private static SimpleNameSyntax? Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        _ => null,
    };
}

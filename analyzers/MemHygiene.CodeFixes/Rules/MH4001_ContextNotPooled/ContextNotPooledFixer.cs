using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH4001_ContextNotPooled;

/// <summary>Registers the context with <c>AddDbContextPool</c>, which takes the same options.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ContextNotPooledFixer))]
internal sealed class ContextNotPooledFixer() : SinkFixer(RuleIds.ContextNotPooled, FixTitle)
{
    internal const string FixTitle = "Take the context from a pool";

    protected override Task<bool> FixAsync(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: GenericNameSyntax { Identifier.ValueText: "AddDbContext" } name } })
        {
            return Task.FromResult(false);
        }

        context.Rewrite.Replace(context.Document, name.Identifier.Span, "AddDbContextPool");
        return Task.FromResult(true);
    }
}

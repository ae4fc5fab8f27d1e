using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Rules.MH3002_JsonDocumentNotDisposed;

/// <summary>Declares the document with <c>using</c>, or parses into a <c>JsonElement</c> where the element leaves.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JsonDocumentNotDisposedFixer))]
internal sealed class JsonDocumentNotDisposedFixer() : SinkFixer(RuleIds.JsonDocumentNotDisposed, FixTitle)
{
    internal const string FixTitle = "Give the document's arrays back";

    protected override Task<bool> FixAsync(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax parse)
        {
            return Task.FromResult(false);
        }

        return Task.FromResult(UsingLocal.Declared(context) is { } declaration
            ? ElementUse.StaysIn(context.Model, declaration.Parent!, context.Cancellation) && UsingLocal.TryApply(context, declaration)
            : DocumentLocal.TryApply(context, ParsedElement.Whole(parse)) || ParsedElement.TryApply(context, parse));
    }
}

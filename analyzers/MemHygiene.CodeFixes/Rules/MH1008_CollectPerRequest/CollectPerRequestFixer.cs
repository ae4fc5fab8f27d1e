using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1008_CollectPerRequest;

/// <summary>Removes the forced collection, and what stands beside it for its sake: waiting for finalizers, a second collection, the mode of compaction.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(CollectPerRequestFixer))]
internal sealed class CollectPerRequestFixer() : SinkFixer(RuleIds.CollectPerRequest, FixTitle)
{
    internal const string FixTitle = "Leave collecting to the garbage collector";

    protected override Task<bool> FixAsync(SinkContext context) => Task.FromResult(TryRemove(context));

    private static bool TryRemove(SinkContext context)
    {
        if (context.Sink is not InvocationExpressionSyntax { Parent: ExpressionStatementSyntax { Parent: BlockSyntax block } collect })
        {
            return false;
        }

        var index = block.Statements.IndexOf(collect);
        var first = index;
        while (first > 0 && Concerns(context, block.Statements[first - 1]))
        {
            first--;
        }

        var last = index;
        while (last + 1 < block.Statements.Count && Concerns(context, block.Statements[last + 1]))
        {
            last++;
        }

        Remove(context, block.Statements.Skip(first).Take(last - first + 1).ToList());
        return true;
    }

    /// <summary>As one piece; one by one where a comment stands between them, which stays.</summary>
    private static void Remove(SinkContext context, List<StatementSyntax> statements)
    {
        var (first, last) = (statements[0], statements[statements.Count - 1]);
        var between = first.SyntaxTree.GetText(context.Cancellation).ToString(TextSpan.FromBounds(first.SpanStart, last.Span.End));
        if (!between.Contains("//") && !between.Contains("/*"))
        {
            context.Rewrite.Add(context.Document, context.Layout.Without(first, last));
            return;
        }

        foreach (var statement in statements)
        {
            context.Rewrite.Add(context.Document, context.Layout.Without(statement));
        }
    }

    private static bool Concerns(SinkContext context, StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: var expression } && Called(expression) is { Name.Identifier.ValueText: var name } member && name switch
        {
            "Collect" or "WaitForPendingFinalizers" => IsOf(context, member, "System.GC"),
            "LargeObjectHeapCompactionMode" => expression.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsOf(context, member, "System.Runtime.GCSettings"),
            _ => false,
        };

    private static MemberAccessExpressionSyntax? Called(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax call => call.Expression as MemberAccessExpressionSyntax,
        AssignmentExpressionSyntax assignment => assignment.Left as MemberAccessExpressionSyntax,
        _ => null,
    };

    private static bool IsOf(SinkContext context, MemberAccessExpressionSyntax member, string type) =>
        context.Model.GetSymbolInfo(member, context.Cancellation).Symbol?.ContainingType.ToDisplayString() == type;
}

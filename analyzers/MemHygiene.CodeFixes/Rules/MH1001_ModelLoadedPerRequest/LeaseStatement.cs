using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1001_ModelLoadedPerRequest;

/// <summary>Puts the lease before the statement that loaded the model, and its value where the load was.</summary>
internal static class LeaseStatement
{
    public static bool TryInsert(SinkContext context, MadeValue load, string access)
    {
        var lease = Names.Unique(context.Model, Surroundings.Function(context.Sink)!, (load.Variable?.Identifier.ValueText ?? Names.FromType(load.Type)) + "Lease");
        var token = Surroundings.CancellationToken(context);
        var take = Surroundings.CanAwait(context.Sink) ? $"await {access}.LeaseAsync({token})" : $"{access}.Lease({token})";

        switch (load.Variable?.Parent?.Parent)
        {
            case LocalDeclarationStatementSyntax { Parent: BlockSyntax } local:
                // This takes the place of "using" and "await using", where they are.
                context.Rewrite.Replace(
                    context.Document,
                    TextSpan.FromBounds(local.SpanStart, local.Declaration.SpanStart),
                    $"using var {lease} = {take};{context.Layout.Gap(local)}");
                break;
            case UsingStatementSyntax { Statement: BlockSyntax block } statement:
                BlockVariable.MoveInside(context, statement, block, load.Value, $"{lease}.Value");
                context.Rewrite.Replace(
                    context.Document,
                    TextSpan.FromBounds(statement.SpanStart, statement.CloseParenToken.SpanStart),
                    $"using (var {lease} = {take}");
                return true;
            case null when StatementAround.Find(context.Sink) is { } around:
                around.InsertBefore(context, $"using var {lease} = {take};");
                break;
            default:
                return false;
        }

        var value = load.Value.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : load.Value;
        context.Rewrite.Replace(context.Document, value.Span, $"{lease}.Value");
        return true;
    }
}

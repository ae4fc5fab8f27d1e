using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Fixing;

/// <summary>A local that was there for the moved expression only goes with it: <c>var path = Path.Combine(…);</c>.</summary>
internal static class UnusedLocals
{
    public static void Remove(SinkContext context, SyntaxNode moved, IEnumerable<ILocalSymbol> inlined)
    {
        var leaving = new List<TextSpan> { moved.Span };
        foreach (var local in inlined.Distinct<ILocalSymbol>(SymbolEqualityComparer.Default))
        {
            if (local.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is VariableDeclaratorSyntax variable
                && variable.Parent?.Parent is LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1, Parent: BlockSyntax } statement
                && Surroundings.Function(statement) == Surroundings.Function(context.Sink)
                && LocalUse.Uses(context, variable).All(use => leaving.Exists(span => span.Contains(use.Span))))
            {
                context.Rewrite.Add(context.Document, context.Layout.Without(statement));
                leaving.Add(statement.Span);
            }
        }
    }
}

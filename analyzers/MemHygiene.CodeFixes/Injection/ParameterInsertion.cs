using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>Adds a parameter as the last required one, on a line of its own where the list is written so.</summary>
internal static class ParameterInsertion
{
    public static void Add(SinkContext context, ParameterListSyntax list, string parameter)
    {
        var parameters = list.Parameters;
        var optional = parameters.FirstOrDefault(candidate => candidate.Default is not null || candidate.Modifiers.Any(SyntaxKind.ParamsKeyword));
        if (optional is not null)
        {
            context.Rewrite.Insert(context.Document, optional.SpanStart, $"{parameter},{Gap(context, optional)}");
        }
        else if (parameters.Count == 0)
        {
            context.Rewrite.Insert(context.Document, list.OpenParenToken.Span.End, parameter);
        }
        else
        {
            var last = parameters[parameters.Count - 1];
            context.Rewrite.Insert(context.Document, last.Span.End, $",{Gap(context, last)}{parameter}");
        }
    }

    private static string Gap(SinkContext context, SyntaxNode neighbour) =>
        context.Layout.StartsItsLine(neighbour) ? context.Layout.NewLine + context.Layout.IndentationOf(neighbour) : " ";
}

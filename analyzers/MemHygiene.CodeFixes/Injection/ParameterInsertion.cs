using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>Adds a parameter as the last required one before a cancellation token, on a line of its own where the list is written so.</summary>
internal static class ParameterInsertion
{
    public static void Add(SinkContext context, ParameterListSyntax list, string typeName, string name)
    {
        var parameter = $"{typeName} {name}";
        var parameters = list.Parameters;
        if ((ServiceOrder.FirstAfter(list, typeName) ?? parameters.FirstOrDefault(ComesLast)) is { } last)
        {
            context.Rewrite.Insert(context.Document, last.SpanStart, $"{parameter},{context.Layout.Gap(last)}");
        }
        else if (parameters.Count == 0)
        {
            context.Rewrite.Insert(context.Document, list.OpenParenToken.Span.End, parameter);
        }
        else
        {
            var before = parameters[parameters.Count - 1];
            context.Rewrite.Insert(context.Document, before.Span.End, $",{context.Layout.Gap(before)}{parameter}");
        }
    }

    private static bool ComesLast(ParameterSyntax parameter) =>
        parameter.Default is not null
        || parameter.Modifiers.Any(SyntaxKind.ParamsKeyword)
        || parameter.Type?.ToString() is "CancellationToken" or "System.Threading.CancellationToken";
}

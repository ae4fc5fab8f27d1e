using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>Where new fields, constructors and assignments stand in a class.</summary>
internal static class ClassLayout
{
    /// <summary>Behind the last field, else as the first member.</summary>
    public static TextChange NewField(Layout layout, ClassDeclarationSyntax declaration, string field) =>
        LastField(declaration) is { } last
            ? layout.LineAfter(last, field)
            : AtTheTop(layout, declaration, field + layout.NewLine);

    public static TextChange LineBefore(Layout layout, MemberDeclarationSyntax member, string code) =>
        new(new TextSpan(member.SpanStart, 0), code + layout.Gap(member));

    public static IEnumerable<TextChange> NewFieldAndConstructor(Layout layout, ClassDeclarationSyntax declaration, string field, string header, string assignment)
    {
        var line = layout.NewLine;
        var indent = layout.IndentationOf(declaration) + layout.IndentUnit;
        var constructor = $"{header}{line}{indent}{{{line}{indent}{layout.IndentUnit}{assignment}{line}{indent}}}";
        yield return LastField(declaration) is { } last
            ? layout.LineAfter(last, $"{field}{line}{line}{indent}{constructor}")
            : AtTheTop(layout, declaration, $"{field}{line}{line}{indent}{constructor}{line}");
    }

    /// <summary>Behind the last statement of the constructor, which gets a block body where it has none.</summary>
    public static IEnumerable<TextChange> AppendToBody(Layout layout, ConstructorDeclarationSyntax constructor, string statement)
    {
        var outer = layout.IndentationOf(constructor);
        var inner = outer + layout.IndentUnit;
        var line = layout.NewLine;
        if (constructor.ExpressionBody is { } arrow)
        {
            var before = arrow.ArrowToken.GetPreviousToken().Span.End;
            yield return new TextChange(TextSpan.FromBounds(before, arrow.Expression.SpanStart), $"{line}{outer}{{{line}{inner}");
            yield return new TextChange(new TextSpan(constructor.SemicolonToken.Span.End, 0), $"{line}{inner}{statement}{line}{outer}}}");
        }
        else if (constructor.Body is { Statements.Count: > 0 } body)
        {
            yield return layout.LineAfter(body.Statements[body.Statements.Count - 1], statement);
        }
        else if (constructor.Body is { } empty)
        {
            var close = empty.CloseBraceToken;
            var hasOwnLine = close.LeadingTrivia.Concat(empty.OpenBraceToken.TrailingTrivia).Any(trivia => trivia.ToString().Contains("\n"));
            yield return hasOwnLine
                ? new TextChange(new TextSpan(close.SpanStart, 0), $"{layout.IndentUnit}{statement}{line}{outer}")
                : new TextChange(TextSpan.FromBounds(empty.OpenBraceToken.GetPreviousToken().Span.End, close.SpanStart), $"{line}{outer}{{{line}{inner}{statement}{line}{outer}");
        }
    }

    private static FieldDeclarationSyntax? LastField(ClassDeclarationSyntax declaration) => declaration.Members.OfType<FieldDeclarationSyntax>().LastOrDefault();

    private static TextChange AtTheTop(Layout layout, ClassDeclarationSyntax declaration, string code)
    {
        var first = declaration.Members[0];
        var indent = layout.IndentationOf(declaration) + layout.IndentUnit;
        var ownLine = first.FullSpan.Start > declaration.OpenBraceToken.Span.End;
        return new TextChange(
            new TextSpan(first.FullSpan.Start, 0),
            (ownLine ? "" : layout.NewLine) + indent + code + layout.NewLine);
    }
}

using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH3002_JsonDocumentNotDisposed;

/// <summary>
/// Where the element leaves, <c>JsonDocument.Parse(text).RootElement.Clone()</c> becomes <c>JsonElement.Parse(text)</c>: an element that owns what it
/// shows. Before .NET 10 the serializer makes it.
/// </summary>
internal static class ParsedElement
{
    public static bool TryApply(SinkContext context, InvocationExpressionSyntax parse)
    {
        var document = Whole(parse);
        if (document.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RootElement" } root
            || parse.Expression is not MemberAccessExpressionSyntax method || Replacement(context, parse, method) is not { } replacement)
        {
            return false;
        }

        var whole = root.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Clone", Parent: InvocationExpressionSyntax clone } ? (ExpressionSyntax)clone : root;
        var tail = TextSpan.FromBounds(document.Span.End, whole.Span.End);
        if (whole.DescendantTrivia(tail).Any(trivia => tail.Contains(trivia.Span) && !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia)))
        {
            return false;
        }

        context.Rewrite.Replace(context.Document, replacement.Span, replacement.NewText!);
        if (document is ParenthesizedExpressionSyntax { Expression: var inner } && whole.Parent is EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or AssignmentExpressionSyntax or ArgumentSyntax)
        {
            context.Rewrite.Replace(context.Document, TextSpan.FromBounds(document.SpanStart, inner.SpanStart), "");
            tail = TextSpan.FromBounds(inner.Span.End, tail.End);
        }

        context.Rewrite.Replace(context.Document, tail, "");
        return true;
    }

    private static TextChange? Replacement(SinkContext context, InvocationExpressionSyntax parse, MemberAccessExpressionSyntax method)
    {
        var arguments = parse.ArgumentList.Arguments;
        switch (method.Name)
        {
            case IdentifierNameSyntax { Identifier.ValueText: "Parse" } when context.Type("System.Text.Json.JsonElement") is { } element && element.GetMembers("Parse").IsEmpty:
                context.Rewrite.Import(context.Document, context.Model, parse.SpanStart, "System.Text.Json");
                return arguments.Count == 1 ? new TextChange(method.Span, "JsonSerializer.Deserialize<JsonElement>") : null;
            case IdentifierNameSyntax { Identifier.ValueText: "Parse" or "ParseValue" }:
                return TypeOf(method) is { } type ? new TextChange(type.Span, "JsonElement") : null;
            case IdentifierNameSyntax { Identifier.ValueText: "SerializeToDocument" } name:
                return new TextChange(name.Span, "SerializeToElement");
            case GenericNameSyntax { Identifier.ValueText: "SerializeToDocument" } name:
                return new TextChange(name.Identifier.Span, "SerializeToElement");
            case IdentifierNameSyntax { Identifier.ValueText: "ParseAsync" } when arguments.Count is 1 or 2 or 3 && arguments[0].NameColon is null:
                return Deserialized(context, parse, method);
            default:
                return null;
        }
    }

    /// <summary>Options of the document have no counterpart in the serializer's options: only a call without them can go there.</summary>
    private static TextChange? Deserialized(SinkContext context, InvocationExpressionSyntax parse, MemberAccessExpressionSyntax method)
    {
        var arguments = parse.ArgumentList.Arguments;
        var cancellation = "";
        foreach (var argument in arguments.Skip(1))
        {
            if (argument.NameColon?.Name.Identifier.ValueText == "cancellationToken" || (argument.NameColon is null && argument == arguments[2 % arguments.Count]))
            {
                cancellation = ", cancellationToken: " + argument.Expression;
            }
            else if (!argument.Expression.IsKind(SyntaxKind.DefaultLiteralExpression))
            {
                return null;
            }
        }

        context.Rewrite.Import(context.Document, context.Model, parse.SpanStart, "System.Text.Json");
        return new TextChange(TextSpan.FromBounds(method.SpanStart, parse.Span.End), $"JsonSerializer.DeserializeAsync<JsonElement>({arguments[0]}{cancellation})");
    }

    private static SimpleNameSyntax? TypeOf(MemberAccessExpressionSyntax method) => method.Expression switch
    {
        IdentifierNameSyntax { Identifier.ValueText: "JsonDocument" } name => name,
        MemberAccessExpressionSyntax { Name: { Identifier.ValueText: "JsonDocument" } name } => name,
        _ => null,
    };

    /// <summary>The document with the <c>await</c> and the parentheses around it.</summary>
    public static ExpressionSyntax Whole(InvocationExpressionSyntax parse)
    {
        var document = Surroundings.Awaited(parse);
        while (document.Parent is ParenthesizedExpressionSyntax parenthesized)
        {
            document = parenthesized;
        }

        return document;
    }
}

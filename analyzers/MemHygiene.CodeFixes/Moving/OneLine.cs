using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace MemHygiene.CodeFixes.Moving;

/// <summary>Joins the lines of an expression that was wrapped for its old place. One with comments in it stays as it is.</summary>
internal static class OneLine
{
    public static string Of(SyntaxNode node)
    {
        var plain = node.WithoutTrivia();
        return plain.DescendantTrivia().Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))
            ? plain.ToFullString()
            : plain.ReplaceTokens(plain.DescendantTokens(), (token, _) => Join(token)).ToFullString();
    }

    private static SyntaxToken Join(SyntaxToken token)
    {
        var next = token.GetNextToken();
        var breaks = token.TrailingTrivia.Concat(next.LeadingTrivia).Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));
        var gap = !breaks ? token.TrailingTrivia
            : OpensTight(token) || ClosesTight(next) ? SyntaxTriviaList.Empty
            : SyntaxFactory.TriviaList(SyntaxFactory.Space);
        return token.WithLeadingTrivia(SyntaxTriviaList.Empty).WithTrailingTrivia(gap);
    }

    private static bool OpensTight(SyntaxToken token) =>
        token.IsKind(SyntaxKind.OpenParenToken) || token.IsKind(SyntaxKind.OpenBracketToken) || token.IsKind(SyntaxKind.DotToken);

    private static bool ClosesTight(SyntaxToken token) =>
        token.IsKind(SyntaxKind.None) || token.IsKind(SyntaxKind.CloseParenToken) || token.IsKind(SyntaxKind.CloseBracketToken)
        || token.IsKind(SyntaxKind.DotToken) || token.IsKind(SyntaxKind.CommaToken) || token.Parent.IsKind(SyntaxKind.ConditionalAccessExpression);
}

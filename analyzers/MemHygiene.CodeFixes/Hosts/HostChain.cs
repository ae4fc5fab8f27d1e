using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary>The <c>builder.AddMemHygiene().AddModel(…)</c> of a host.</summary>
internal sealed class HostChain
{
    private readonly InvocationExpressionSyntax _start;
    private readonly List<MemberAccessExpressionSyntax> _verbs = [];
    private readonly int _end;

    private HostChain(InvocationExpressionSyntax start)
    {
        _start = start;
        ExpressionSyntax last = start;
        while (last.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access && MethodName(call)!.StartsWith("Add", StringComparison.Ordinal))
        {
            _verbs.Add(access);
            last = call;
        }

        _end = last.Span.End;
    }

    /// <summary>Where a new verb goes: the end of the call before it.</summary>
    public int PlaceOf(Verb added)
    {
        var after = _verbs.Find(verb => VerbOrder.ComesAfter(verb.Name.Identifier.ValueText, Code(verb), added));
        return after?.Expression.Span.End ?? _end;
    }

    /// <summary>The chain that always runs: one inside an <c>if</c> would register for some environments only.</summary>
    public static HostChain? Find(HostEntry host)
    {
        var start = host.Scope.DescendantNodes()
            .OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => MethodName(call) == "AddMemHygiene" && StartsAt(call, host.Variable) && IsStatementOf(call, host.Scope));
        return start is null ? null : new HostChain(start);
    }

    public static string? MethodName(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => null,
    };

    public string Indentation(Layout layout)
    {
        var wrapped = _verbs.Find(verb => StartsLine(verb.OperatorToken));
        return wrapped is null
            ? layout.IndentationOf(_start.FirstAncestorOrSelf<StatementSyntax>()!) + layout.IndentUnit
            : layout.IndentationAt(wrapped.OperatorToken.SpanStart);
    }

    public IEnumerable<int> DotsWithoutOwnLine() =>
        _verbs.Where(verb => !StartsLine(verb.OperatorToken)).Select(verb => verb.OperatorToken.SpanStart);

    private static string Code(MemberAccessExpressionSyntax verb) => verb.Name.ToString() + ((InvocationExpressionSyntax)verb.Parent!).ArgumentList;

    private static bool StartsLine(SyntaxToken token) => token.GetPreviousToken().TrailingTrivia.Concat(token.LeadingTrivia).Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    private static bool StartsAt(InvocationExpressionSyntax call, string variable) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: var receiver }
        && (receiver is IdentifierNameSyntax name ? name : (receiver as MemberAccessExpressionSyntax)?.Expression as IdentifierNameSyntax)?.Identifier.ValueText == variable;

    private static bool IsStatementOf(InvocationExpressionSyntax call, SyntaxNode siblings)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>();
        return statement?.Parent == siblings || (statement?.Parent is GlobalStatementSyntax global && global.Parent == siblings);
    }
}

using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.Growth;

/// <summary>One name in the code, bound when asked.</summary>
internal readonly record struct Mention(SimpleNameSyntax Name, SemanticModel Model)
{
    public ISymbol? Symbol => Model.GetSymbolInfo(Name).Symbol;

    /// <summary>What the code does there: the reference to the member with its receiver, or the call.</summary>
    public IOperation? Operation => Model.GetOperation(Whole);

    /// <summary>The method, field or property that the code is in; lambdas and local functions belong to the member around them.</summary>
    public ISymbol? Member => CallSites.MemberAround(Model.GetEnclosingSymbol(Name.SpanStart));

    private SyntaxNode Whole
    {
        get
        {
            SyntaxNode whole = Name;
            if (whole.Parent is MemberAccessExpressionSyntax access && access.Name == whole || whole.Parent is MemberBindingExpressionSyntax)
            {
                whole = whole.Parent!;
            }

            return whole.Parent is InvocationExpressionSyntax call && call.Expression == whole ? call : whole;
        }
    }
}

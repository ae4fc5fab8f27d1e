using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.RequestReach;

/// <summary>Members and sinks as messages show them: <c>PriceService.Quote</c>, <c>new PriceService()</c>.</summary>
internal static class MemberNames
{
    public static string Of(ISymbol member) => member switch
    {
        INamedTypeSymbol type => "new " + type.Name + "()",
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => "new " + constructor.ContainingType.Name + "()",
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => local.Name,
        IMethodSymbol { AssociatedSymbol: { } owner } => Of(owner),
        IMethodSymbol { ExplicitInterfaceImplementations: { IsEmpty: false } implemented } method => method.ContainingType.Name + "." + implemented[0].Name,
        IPropertySymbol { IsIndexer: true } indexer => indexer.ContainingType.Name + "[]",
        { ContainingType: { } type } => type.Name + "." + member.Name,
        _ => member.Name,
    };

    public static string OfSink(IOperation sink) => sink switch
    {
        IObjectCreationOperation { Type: { } type } => "new " + type.Name + "()",
        IInvocationOperation { TargetMethod: { ContainingType: { } type } method } => type.Name + "." + method.Name + "()",
        IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType: var element } } => "new " + element.Name + "[]",
        IInvalidOperation { Syntax: ObjectCreationExpressionSyntax { Type: var type } } => "new " + CandidateUse.LastName(type) + "()",
        IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } } => CandidateUse.LastName(called.Expression) + "." + called.Name.Identifier.ValueText + "()",
        _ => sink.Syntax.ToString(),
    };
}

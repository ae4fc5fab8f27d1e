using Microsoft.CodeAnalysis;

namespace MemHygiene.RequestReach;

/// <summary>Members as messages show them: <c>PriceService.Quote</c>, <c>new PriceService()</c>.</summary>
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
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.DeepCopy;

/// <summary>Which types are documents of a JSON store: those with the attribute and those that a call of <c>AddJsonStore</c> names.</summary>
internal static class DocumentTypes
{
    public const string Attribute = "MemHygiene.JsonStores.JsonStoreDocumentAttribute";
    private const string Verb = "AddJsonStore";
    private const string Verbs = "Microsoft.Extensions.DependencyInjection.JsonStoreBuilderExtensions";

    public static bool MayRegister(InvocationExpressionSyntax call) => NameOf(call)?.Identifier.ValueText == Verb;

    /// <summary>The document of a call, also where the call does not bind yet: a serializer context's members are written by another generator.</summary>
    public static ITypeSymbol? Registered(InvocationExpressionSyntax call, SemanticModel model, CancellationToken token)
    {
        if (model.GetSymbolInfo(call, token).Symbol is IMethodSymbol method)
        {
            return Registered(method);
        }

        return model.Compilation.GetTypeByMetadataName(Verbs) is null ? null
            : NameOf(call) is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } documents } ? model.GetTypeInfo(documents[0], token).Type
            : call.ArgumentList.Arguments.Select(argument => SerializerContext.DocumentOf(argument.Expression, model, token)).FirstOrDefault(type => type is not null);
    }

    /// <summary>The document of a bound call.</summary>
    public static ITypeSymbol? Registered(IMethodSymbol method) =>
        method is { Name: Verb, TypeArguments: { Length: 1 } documents } && method.ContainingType.ToDisplayString() == Verbs ? documents[0] : null;

    /// <summary>Whether this project is the one to write the copying: not of open types, and not where the document's own assembly has done it.</summary>
    public static bool IsCopied(ITypeSymbol document, Compilation compilation) =>
        document is not (ITypeParameterSymbol or IErrorTypeSymbol)
        && !IsOpen(document)
        && (SymbolEqualityComparer.Default.Equals(document.ContainingAssembly, compilation.Assembly) || !IsMarked(document));

    /// <summary>Whether the type's own assembly writes its copying.</summary>
    public static bool IsMarked(ITypeSymbol type) =>
        type is INamedTypeSymbol { IsGenericType: false } && type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == Attribute);

    private static SimpleNameSyntax? NameOf(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax access => access.Name,
        MemberBindingExpressionSyntax binding => binding.Name,
        SimpleNameSyntax name => name,
        _ => null,
    };

    private static bool IsOpen(ITypeSymbol type) => type switch
    {
        ITypeParameterSymbol => true,
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.Any(IsOpen) || (named.ContainingType is { } outer && IsOpen(outer)),
        _ => false,
    };
}

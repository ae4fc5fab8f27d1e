using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.DeepCopy;

/// <summary>
/// Reads <c>Prices.Default.PriceList</c> before the serializer's generator has written <c>Default</c> and <c>PriceList</c>: one generator never sees
/// another's output, but the context's attributes are the user's own.
/// </summary>
internal static class SerializerContext
{
    private const string Serializable = "System.Text.Json.Serialization.JsonSerializableAttribute";

    public static ITypeSymbol? DocumentOf(ExpressionSyntax typeInfo, SemanticModel model, CancellationToken token)
    {
        if (typeInfo is not MemberAccessExpressionSyntax access)
        {
            return null;
        }

        var context = access.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Default" } instance
            ? model.GetSymbolInfo(instance.Expression, token).Symbol as ITypeSymbol
            : model.GetTypeInfo(access.Expression, token).Type;
        return context?.GetAttributes()
            .Where(attribute => attribute.AttributeClass?.ToDisplayString() == Serializable)
            .Where(attribute => PropertyName(attribute) == access.Name.Identifier.ValueText)
            .Select(attribute => attribute.ConstructorArguments.FirstOrDefault().Value as ITypeSymbol)
            .FirstOrDefault();
    }

    private static string? PropertyName(AttributeData serializable) =>
        serializable.NamedArguments.FirstOrDefault(argument => argument.Key == "TypeInfoPropertyName").Value.Value as string
        ?? (serializable.ConstructorArguments.FirstOrDefault().Value is ITypeSymbol document ? MethodNames.Plain(document) : null);
}

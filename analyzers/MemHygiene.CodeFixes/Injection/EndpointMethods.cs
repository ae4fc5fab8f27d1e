using MemHygiene.CodeFixes.Fixing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>Minimal-API handlers: whatever becomes a <see cref="Delegate"/> argument of a <c>Map…</c> call gets its parameters from the container.</summary>
internal static class EndpointMethods
{
    public static bool IsEndpoint(SemanticModel model, ExpressionSyntax handler) =>
        handler.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax map } }
        && map.Name.Identifier.ValueText.StartsWith("Map", StringComparison.Ordinal)
        && model.GetTypeInfo(handler).ConvertedType?.SpecialType == SpecialType.System_Delegate;

    /// <summary>Whether a method is used as a handler and nowhere else, so that a new parameter breaks nobody.</summary>
    public static async Task<bool> IsOnlyEndpointAsync(SinkContext context, IMethodSymbol method)
    {
        if (method.IsOverride || method.IsVirtual || method.IsAbstract || method.MethodKind is not (MethodKind.Ordinary or MethodKind.LocalFunction))
        {
            return false;
        }

        var uses = 0;
        foreach (var found in await SymbolFinder.FindReferencesAsync(method, context.Document.Project.Solution, context.Cancellation).ConfigureAwait(false))
        {
            foreach (var location in found.Locations)
            {
                uses++;
                var root = await location.Document.GetSyntaxRootAsync(context.Cancellation).ConfigureAwait(false);
                var model = await location.Document.GetSemanticModelAsync(context.Cancellation).ConfigureAwait(false);
                var use = root!.FindNode(location.Location.SourceSpan, getInnermostNodeForTie: true) as ExpressionSyntax;
                var handler = use?.Parent is MemberAccessExpressionSyntax access && access.Name == use ? access : use;
                if (handler is null || !IsEndpoint(model!, handler))
                {
                    return false;
                }
            }
        }

        return uses > 0;
    }
}

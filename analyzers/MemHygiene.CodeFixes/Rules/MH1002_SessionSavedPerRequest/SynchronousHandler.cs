using MemHygiene.CodeFixes.Fixing;
using MemHygiene.CodeFixes.Injection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Text;

namespace MemHygiene.CodeFixes.Rules.MH1002_SessionSavedPerRequest;

/// <summary>
/// A handler whose only await has gone is no longer <c>async</c> (CS1998). The framework takes it either way; a method that other code calls or
/// overrides stays as it is.
/// </summary>
internal static class SynchronousHandler
{
    public static async Task<bool> TryMakeAsync(SinkContext context, SyntaxNode function)
    {
        switch (function)
        {
            case ParenthesizedLambdaExpressionSyntax { ReturnType: null } lambda when EndpointMethods.IsEndpoint(context.Model, lambda):
                Remove(context, lambda.AsyncKeyword);
                return true;
            case MethodDeclarationSyntax method when await IsOnlyActionAsync(context, method).ConfigureAwait(false):
                Remove(context, method.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.AsyncKeyword)));
                var task = method.ReturnType is QualifiedNameSyntax qualified ? qualified.Right : method.ReturnType;
                var result = task is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? arguments[0].ToString() : "void";
                context.Rewrite.Replace(context.Document, method.ReturnType.Span, result);
                return true;
            default:
                return false;
        }
    }

    private static async Task<bool> IsOnlyActionAsync(SinkContext context, MethodDeclarationSyntax method)
    {
        if (context.Model.GetDeclaredSymbol(method, context.Cancellation) is not { IsVirtual: false, IsOverride: false, IsAbstract: false } action
            || !IsBuiltFromActions(action.ContainingType)
            || action.ContainingType.AllInterfaces.SelectMany(type => type.GetMembers(action.Name)).Any())
        {
            return false;
        }

        var uses = await SymbolFinder.FindReferencesAsync(action, context.Document.Project.Solution, context.Cancellation).ConfigureAwait(false);
        return !uses.Any(use => use.Locations.Any());
    }

    private static bool IsBuiltFromActions(INamedTypeSymbol type)
    {
        for (var level = type.BaseType; level is not null; level = level.BaseType)
        {
            if (level is { Name: "ControllerBase", ContainingNamespace.Name: "Mvc" } or { Name: "PageModel", ContainingNamespace.Name: "RazorPages" })
            {
                return true;
            }
        }

        return false;
    }

    private static void Remove(SinkContext context, SyntaxToken keyword) =>
        context.Rewrite.Replace(context.Document, TextSpan.FromBounds(keyword.SpanStart, keyword.GetNextToken().SpanStart), "");
}

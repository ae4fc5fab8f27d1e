using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary><c>var builder = WebApplication.CreateBuilder(args);</c> in the entry point: registrations follow the builder's declaration.</summary>
internal static class BuilderHost
{
    public static async Task<HostEntry?> FindAsync(Document document, SyntaxNode entryPoint, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        if (model.Compilation.GetTypeByMetadataName("Microsoft.Extensions.Hosting.IHostApplicationBuilder") is not { } builderType)
        {
            return null;
        }

        foreach (var declaration in entryPoint.DescendantNodes(IsRunByTheEntryPoint).OfType<LocalDeclarationStatementSyntax>())
        {
            if (declaration.Declaration.Variables.Count == 1
                && model.GetDeclaredSymbol(declaration.Declaration.Variables[0], cancellation) is ILocalSymbol { Name: var name, Type: var type }
                && (SymbolEqualityComparer.Default.Equals(type, builderType) || type.AllInterfaces.Contains(builderType, SymbolEqualityComparer.Default)))
            {
                var values = new Dictionary<string, string>
                {
                    ["IConfiguration"] = name + ".Configuration",
                    ["IHostEnvironment"] = name + ".Environment",
                    ["IWebHostEnvironment"] = name + ".Environment",
                };

                // In a program of top-level statements the member that holds the statement.
                return new HostEntry(document, model, name, name + ".Services", declaration.Parent is GlobalStatementSyntax global ? global : declaration, values);
            }
        }

        return null;
    }

    private static bool IsRunByTheEntryPoint(SyntaxNode node) =>
        node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax);
}

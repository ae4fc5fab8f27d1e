using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Hosts;

/// <summary><c>public void ConfigureServices(IServiceCollection services)</c> of a start-up class: registrations begin its body.</summary>
internal static class StartupHost
{
    private const string Method = "ConfigureServices";

    public static async Task<HostEntry?> FindAsync(Project project, Compilation compilation, CancellationToken cancellation)
    {
        if (Choose(compilation.GetSymbolsWithName(Method, SymbolFilter.Member, cancellation).OfType<IMethodSymbol>().Where(IsStartups).ToList()) is not { } method
            || method.DeclaringSyntaxReferences.FirstOrDefault() is not { } declared
            || project.GetDocument(declared.SyntaxTree) is not { } document
            || await declared.GetSyntaxAsync(cancellation).ConfigureAwait(false) is not MethodDeclarationSyntax { Body: { } body })
        {
            return null;
        }

        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        var services = method.Parameters[0].Name;
        return new HostEntry(document, model, services, services, body, Values(method.ContainingType));
    }

    private static bool IsStartups(IMethodSymbol method) =>
        method is { IsStatic: false, IsAbstract: false, DeclaredAccessibility: Accessibility.Public, Parameters: { Length: 1 } parameters }
        && ServiceCollections.Are(parameters[0].Type)
        && method.ContainingType is { TypeKind: TypeKind.Class, Name: var type }
        && type.Contains("Startup");

    // With several, one of them may be for development or tests: the plain one is for production.
    private static IMethodSymbol? Choose(List<IMethodSymbol> methods)
    {
        var fitting = methods.Count == 1 ? methods : methods.FindAll(method => method.ContainingType.Name == "Startup");
        return fitting.Count == 1 ? fitting[0] : null;
    }

    /// <summary>Fields and properties of the class that hold what the host gave to its constructor.</summary>
    private static Dictionary<string, string> Values(INamedTypeSymbol startup)
    {
        var values = new Dictionary<string, string>();
        foreach (var member in startup.GetMembers())
        {
            var type = member is { IsImplicitlyDeclared: true } ? null : (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;
            foreach (var service in ServiceCollections.ServicesOf(type))
            {
                values[service] = member.Name;
            }
        }

        return values;
    }
}

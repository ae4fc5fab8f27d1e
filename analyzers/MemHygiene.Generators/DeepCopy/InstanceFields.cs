using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.DeepCopy;

/// <summary>Finds the instance fields that a type itself declares, in the order of the source.</summary>
internal sealed class InstanceFields(Compilation compilation, CancellationToken token)
{
    private readonly Dictionary<ITypeSymbol, InstanceField[]> _known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether all fields are known. Reference assemblies leave private ones out.</summary>
    public bool AreSeen(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly);

    public InstanceField[] Of(INamedTypeSymbol type) => _known.TryGetValue(type, out var known) ? known : _known[type] = [.. Find(type)];

    private IEnumerable<InstanceField> Find(INamedTypeSymbol type)
    {
        foreach (var field in type.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsConst: false }))
        {
            var owner = field.AssociatedSymbol ?? field;
            yield return new(field.Name, owner.Name, field.Type, field.OriginalDefinition.Type, owner) { Symbol = field };
        }

        // The compiler shows neither the fields of events nor those of captured parameters.
        foreach (var happening in type.GetMembers().OfType<IEventSymbol>().Where(IsFieldLike))
        {
            yield return new(happening.Name, happening.Name, happening.Type, happening.OriginalDefinition.Type, happening);
        }

        foreach (var parameter in Captured(type))
        {
            yield return new($"<{parameter.Name}>P", parameter.Name, parameter.Type, parameter.OriginalDefinition.Type, parameter);
        }
    }

    private static bool IsFieldLike(IEventSymbol happening) =>
        happening is { IsStatic: false, IsAbstract: false }
        && happening.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is VariableDeclaratorSyntax);

    private IEnumerable<IParameterSymbol> Captured(INamedTypeSymbol type)
    {
        if (type.IsRecord)
        {
            return [];
        }

        var declarations = type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(token)).OfType<TypeDeclarationSyntax>().ToArray();
        var primary = type.InstanceConstructors.FirstOrDefault(constructor => constructor.DeclaringSyntaxReferences.Any(
            reference => reference.GetSyntax(token) is TypeDeclarationSyntax { ParameterList: not null }));
        return primary is null ? [] : primary.Parameters.Where(parameter => declarations.Any(declaration => Captures(declaration, parameter)));
    }

    // Used where an object exists already: anywhere but in initializers and the call of the base's constructor.
    private bool Captures(TypeDeclarationSyntax declaration, IParameterSymbol parameter)
    {
        var names = declaration.Members
            .SelectMany(Bodies)
            .SelectMany(body => body.DescendantNodesAndSelf())
            .OfType<IdentifierNameSyntax>()
            .Where(name => name.Identifier.ValueText == parameter.Name)
            .ToArray();
        if (names.Length == 0)
        {
            return false;
        }

        var model = compilation.GetSemanticModel(declaration.SyntaxTree);
        return names.Any(name => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, token).Symbol, parameter.OriginalDefinition));
    }

    private static IEnumerable<SyntaxNode> Bodies(MemberDeclarationSyntax member) => member switch
    {
        BaseFieldDeclarationSyntax or BaseTypeDeclarationSyntax => [],
        PropertyDeclarationSyntax property => new SyntaxNode?[] { property.AccessorList, property.ExpressionBody }.OfType<SyntaxNode>(),
        _ => [member],
    };
}

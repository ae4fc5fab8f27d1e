using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.RequestReach;

/// <summary>The names of a compilation's own types, and the other ways to write a type, or to leave it out: a global directive stands in one file for all.</summary>
internal sealed class TypeNames
{
    private readonly HashSet<string> _aliases;
    private readonly HashSet<string> _imports;
    private readonly HashSet<string> _declared;

    public TypeNames(IEnumerable<TreeIndex> files, IEnumerable<string> declared)
    {
        _declared = new HashSet<string>(declared, StringComparer.Ordinal);
        _aliases = new HashSet<string>(StringComparer.Ordinal);
        _imports = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            _aliases.UnionWith(file.Aliases);
            _imports.UnionWith(file.StaticImports);
        }
    }

    public bool IsAlias(string name) => _aliases.Contains(name);

    public bool IsImported(string type) => _imports.Contains(type);

    /// <summary>Code may mean one of the compilation's own types by that, or a type parameter, which may stand for one.</summary>
    public bool MayBeOwn(TypeSyntax type) => type switch
    {
        NullableTypeSyntax nullable => MayBeOwn(nullable.ElementType),
        PredefinedTypeSyntax or ArrayTypeSyntax or TupleTypeSyntax => false,
        _ => CandidateUse.LastName(type) is not { } name || name is "dynamic" or "var" || _declared.Contains(name) || _aliases.Contains(name) || IsParameter(name, type),
    };

    private static bool IsParameter(string name, SyntaxNode use)
    {
        for (var node = use.Parent; node is not null; node = node.Parent)
        {
            var parameters = node switch
            {
                TypeDeclarationSyntax type => type.TypeParameterList,
                MethodDeclarationSyntax method => method.TypeParameterList,
                LocalFunctionStatementSyntax function => function.TypeParameterList,
                _ => null,
            };
            if (parameters is not null && parameters.Parameters.Any(parameter => parameter.Identifier.ValueText == name))
            {
                return true;
            }
        }

        return false;
    }
}

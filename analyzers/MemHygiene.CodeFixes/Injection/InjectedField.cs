using MemHygiene.CodeFixes.Rewriting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.CodeFixes.Injection;

/// <summary>A service's field and constructor parameter, named as the class names its other fields.</summary>
internal sealed class InjectedField
{
    public InjectedField(SemanticModel model, ClassDeclarationSyntax declaration, INamedTypeSymbol type, string name)
    {
        var fields = type.GetMembers().OfType<IFieldSymbol>().Where(field => field is { IsStatic: false, IsConst: false, CanBeReferencedByName: true }).ToList();
        var plain = fields.Count > 0 && fields.TrueForAll(field => field.Name[0] != '_');
        Parameter = Names.Unique(model, declaration, name);
        Name = plain ? Parameter : Names.Unique(model, declaration, "_" + Parameter.TrimStart('@'));
    }

    public string Name { get; }

    public string Parameter { get; }

    public string Assignment => $"{(Name == Parameter ? "this." : "")}{Name} = {Parameter};";

    public string Declaration(string typeName) => $"private readonly {typeName} {Name};";
}

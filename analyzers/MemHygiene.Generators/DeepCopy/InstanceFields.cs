using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MemHygiene.DeepCopy;

/// <summary>Finds the instance fields that a type itself declares, in the order of the source.</summary>
internal sealed class InstanceFields(Compilation compilation)
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
            yield return new(field.Name, Member(owner), field.Type, field.OriginalDefinition.Type, owner) { Symbol = field };
        }

        // The compiler does not list the fields of events.
        foreach (var happening in type.GetMembers().OfType<IEventSymbol>().Where(IsFieldLike))
        {
            yield return new(happening.Name, happening.Name, happening.Type, happening.OriginalDefinition.Type, happening);
        }
    }

    private static bool IsFieldLike(IEventSymbol happening) =>
        happening is { IsStatic: false, IsAbstract: false }
        && happening.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is VariableDeclaratorSyntax);

    // A captured parameter's field is called <name>P.
    private static string Member(ISymbol owner) =>
        owner.Name.StartsWith("<", StringComparison.Ordinal) && owner.Name.IndexOf('>') is var end and > 1 ? owner.Name.Substring(1, end - 1) : owner.Name;
}

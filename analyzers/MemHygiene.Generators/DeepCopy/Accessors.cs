using System.Text;
using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Ways to fields that code outside their type may not touch, and to constructors as methods of objects that exist already.</summary>
internal sealed class Accessors(MethodNames names, Compilation compilation)
{
    public const string Attribute = "System.Runtime.CompilerServices.UnsafeAccessorAttribute";
    private const string Kind = "global::System.Runtime.CompilerServices.UnsafeAccessorKind.";
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly StringBuilder _declared = new();

    /// <summary>An expression for the field of the object, to read and to write.</summary>
    public string Field(INamedTypeSymbol declaring, InstanceField field, string target)
    {
        if (IsOpenToAll(field))
        {
            return $"{target}.{Escaped(field.Name)}";
        }

        var reference = declaring.IsValueType ? "ref " : "";
        var accessor = Declare(
            declaring, $"{declaring.Name}_{field.Member}", "Field", field.Name, $"ref {DocumentCopy.Name(field.Definition)}", $"{reference}{DocumentCopy.Name(declaring.OriginalDefinition)} target");
        return $"{accessor}({reference}{target})";
    }

    /// <summary>A call of a constructor on an object that is allocated already.</summary>
    /// <param name="declaring">A framework's collection.</param>
    /// <param name="parameters">Types, with the definition's type parameters in them.</param>
    /// <param name="arguments">The object, then the constructor's arguments.</param>
    public string Constructor(INamedTypeSymbol declaring, IEnumerable<string> parameters, IEnumerable<string> arguments)
    {
        var target = DocumentCopy.Name(declaring.OriginalDefinition) + " target";
        var accessor = Declare(
            declaring, $"Construct{declaring.Name}", "Method", ".ctor", "void", string.Join(", ", [target, .. parameters.Select((parameter, index) => $"{parameter} argument{index}")]));
        return $"{accessor}({string.Join(", ", arguments)})";
    }

    public override string ToString() => _declared.ToString();

    private bool IsOpenToAll(InstanceField field) =>
        field.Symbol is { IsReadOnly: false, IsImplicitlyDeclared: false } symbol && compilation.IsSymbolAccessibleWithin(symbol, compilation.Assembly);

    private string Declare(INamedTypeSymbol declaring, string wanted, string kind, string name, string result, string parameters)
    {
        var open = TypeParameters.Of(declaring.OriginalDefinition);
        var key = $"{kind} {name} {parameters}";
        if (!_known.TryGetValue(key, out var method))
        {
            _known[key] = method = names.Unique(wanted);
            var declaration = $"[global::{Attribute}({Kind}{kind}, Name = \"{name}\")]";
            var signature = $"static extern {result} {(open.Count == 0 ? method : "Of")}({parameters});";
            // The runtime takes type parameters from the accessor's class.
            _declared.Append(open.Count == 0
                ? $"\n    {declaration}\n    private {signature}\n"
                : $"\n    private static class {method}<{string.Join(", ", open.Select(parameter => parameter.Name))}>{TypeParameters.Constraints(open)}\n    {{\n        {declaration}\n        internal {signature}\n    }}\n");
        }

        return open.Count == 0 ? method : $"{method}<{string.Join(", ", TypeParameters.Arguments(declaring).Select(DocumentCopy.Name))}>.Of";
    }

    private static string Escaped(string name) =>
        Microsoft.CodeAnalysis.CSharp.SyntaxFacts.GetKeywordKind(name) == Microsoft.CodeAnalysis.CSharp.SyntaxKind.None ? name : "@" + name;
}

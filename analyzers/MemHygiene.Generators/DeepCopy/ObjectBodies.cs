using System.Text;
using Microsoft.CodeAnalysis;

namespace MemHygiene.DeepCopy;

/// <summary>Writes the copying of the project's own classes and structs, field by field.</summary>
internal sealed class ObjectBodies(DocumentCopy copy, Compilation compilation, InstanceFields fields, Immutability immutability, Accessors accessors)
{
    public string Struct(INamedTypeSymbol type)
    {
        var statements = new StringBuilder("var copy = source;\n");
        foreach (var field in fields.Of(type).Where(field => !immutability.IsImmutable(field.Type)))
        {
            Check(type, field);
            var target = accessors.Field(type, field, "copy");
            statements.Append($"{target} = {copy.Copied(field.Type, target, Place(type, field))};\n");
        }

        return statements.Append("return copy;").ToString();
    }

    public string Class(INamedTypeSymbol type)
    {
        var derived = JsonDerivedTypes.Of(type);
        if (type.IsAbstract)
        {
            return derived.Count == 0 ? Stopped($"{DocumentCopy.Short(type)} is {(type.TypeKind == TypeKind.Interface ? "an interface" : "abstract")} and names no derived types") : Exact.OneOf(derived, copy);
        }

        var name = DocumentCopy.Name(type);
        var statements = new StringBuilder(type.IsSealed ? "" : Exact.OrOneOf(type, derived, copy));
        var allocation = $"var copy = global::System.Runtime.CompilerServices.Unsafe.As<{name}>(global::System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof({name})));\n";
        var levels = Levels(type).ToArray();
        statements.Append(Base(levels, allocation));
        foreach (var (level, field) in levels.Where(fields.AreSeen).SelectMany(level => fields.Of(level).Select(field => (level, field))))
        {
            Check(level, field);
            var from = accessors.Field(level, field, "source");
            statements.Append($"{accessors.Field(level, field, "copy")} = {copy.Copied(field.Type, from, Place(level, field))};\n");
        }

        return statements.Append("return copy;").ToString();
    }

    /// <summary>Allocation, and what a collection that the class derives from needs to be one.</summary>
    private string Base(INamedTypeSymbol[] levels, string allocation)
    {
        if (levels.FirstOrDefault(level => !fields.AreSeen(level)) is not { } root)
        {
            return allocation;
        }

        if (Collections.ShapeOf(root.OriginalDefinition.ToDisplayString()) is not { } shape)
        {
            return Stopped($"{DocumentCopy.Short(levels[levels.Length - 1])} derives from {DocumentCopy.Short(root)} of another assembly, {root.ContainingAssembly?.Name}", isCompilable: true);
        }

        shape = root.TypeArguments.All(immutability.IsImmutable) ? shape.WhenImmutable ?? shape : shape;
        var open = root.OriginalDefinition.TypeParameters.Select(parameter => parameter.Name).ToArray();
        var parameters = shape.Parameters.Select(parameter => open.Select((name, index) => (name, index)).Aggregate(
            parameter, (text, argument) => text.Replace($"{{{argument.index}}}", argument.name)));
        var construction = accessors.Constructor(root, parameters, ["copy", .. shape.Arguments]) + ";\n";
        var before = shape.Before.Length == 0 ? "" : shape.Before + "\n";
        var fill = shape.Fill.Length == 0 ? "" : shape.Fill + "\n";
        return CollectionText.Filled(before + allocation + construction + fill, root, copy, $"an element of {DocumentCopy.Short(levels[levels.Length - 1])}");
    }

    private void Check(INamedTypeSymbol type, InstanceField field)
    {
        if (!immutability.IsImmutable(field.Type) && Obstacles.HasConverter(field.Owner))
        {
            copy.Stop(new($"{Place(type, field)} has a converter of its own", IsCompilable: false));
        }
        else if (!compilation.IsSymbolAccessibleWithin(field.Type, compilation.Assembly))
        {
            copy.Stop(new($"{Place(type, field)} is of a private type", IsCompilable: true));
        }
    }

    private string Stopped(string reason, bool isCompilable = false)
    {
        copy.Stop(new(reason, isCompilable));
        return "";
    }

    // The base first. A framework's collection ends the way down: its own fields are its constructor's business.
    private IEnumerable<INamedTypeSymbol> Levels(INamedTypeSymbol type)
    {
        var levels = new Stack<INamedTypeSymbol>();
        for (var level = type; level is { SpecialType: not SpecialType.System_Object }; level = level.BaseType)
        {
            levels.Push(level);
            if (!fields.AreSeen(level))
            {
                break;
            }
        }

        return levels;
    }

    private static string Place(INamedTypeSymbol type, InstanceField field) => $"{DocumentCopy.Short(type)}.{field.Member}";
}

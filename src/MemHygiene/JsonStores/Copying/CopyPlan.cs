using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MemHygiene.JsonStores.Copying;

/// <summary>How the objects of every type are copied that a document reaches through its fields, or why they cannot be.</summary>
[RequiresDynamicCode(CompiledCopies.DynamicCodeReason)]
internal sealed class CopyPlan
{
    private readonly Dictionary<Type, TypePlan> _types = [];

    private CopyPlan(Type document) => Visit(document, $"The document {document}");

    /// <summary>The first thing that stands in the way; null if nothing does.</summary>
    public string? Reason { get; private set; }

    /// <summary>One for each type with something to copy.</summary>
    public IReadOnlyCollection<TypePlan> Types => _types.Values;

    public static CopyPlan Of(Type document) => new(document);

    private void Visit(Type type, string place)
    {
        if (Reason is not null || _types.ContainsKey(type) || Immutability.Holds(type))
        {
            return;
        }

        if (Plan(type) is not { } plan)
        {
            Reason = type == typeof(object) ? $"{place} is declared as object." : $"{place} is a {type}, which cannot be taken apart.";
            return;
        }

        _types.Add(type, plan);
        foreach (var field in plan.Fields)
        {
            Visit(field.FieldType, $"{field.DeclaringType}.{MemberName(field)}");
        }

        foreach (var element in Elements(plan))
        {
            Visit(element, $"An element of {type}");
        }

        foreach (var other in plan.Others)
        {
            Visit(other, $"A {type}");
        }
    }

    private static TypePlan? Plan(Type type) => type switch
    {
        _ when type == typeof(object) || type.IsPointer || type.IsFunctionPointer || type.IsByRefLike || type.IsAssignableTo(typeof(Delegate)) => null,
        _ when type.IsAssignableTo(typeof(JsonNode)) => new(type, CopyShape.Clone),
        { IsSZArray: true } => new(type, CopyShape.Array),
        _ when CollectionTypes.MethodFor(type) is { } method => CollectionPlan(type, method),
        _ when CollectionTypes.ImplementationsOf(type) is { } implementations => new(type, CopyShape.Dispatch) { Others = implementations },
        { IsValueType: true } => IsOpen(type) ? new(type, CopyShape.Value) { Fields = [.. Immutability.FieldsOf(type)] } : null,
        _ when !IsOpen(type) => null,
        _ when type.IsInterface || type.IsAbstract => new(type, CopyShape.Dispatch) { Others = DerivedTypes(type) },
        _ => ClassPlan(type),
    };

    private static TypePlan CollectionPlan(Type type, MethodInfo method) =>
        new(type, type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? CopyShape.List : CopyShape.Method) { Method = method };

    // Another library's class is taken apart as readily as the user's own; the framework's keep secrets (locks, handles, caches).
    private static TypePlan? ClassPlan(Type type)
    {
        var parent = type.BaseType!;
        while (!IsFramework(parent))
        {
            parent = parent.BaseType!;
        }

        if (parent == typeof(object) || IsTuple(type))
        {
            return new(type, CopyShape.Fields) { Fields = [.. Immutability.FieldsOf(type)], Others = DerivedTypes(type) };
        }

        return CollectionTypes.MethodFor(parent) is { } method && CollectionPart.Of(parent) is { } part
            ? new(type, CopyShape.Fields)
            {
                Fields = [.. Immutability.FieldsOf(type, parent)],
                Others = DerivedTypes(type),
                Method = method,
                Part = part,
            }
            : null;
    }

    private static bool IsOpen(Type type) =>
        (!IsFramework(type) && !type.IsDefined(typeof(InlineArrayAttribute)))
        || IsTuple(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Nullable<>) || open == typeof(KeyValuePair<,>)));

    private static bool IsTuple(Type type) => IsFramework(type) && type.IsAssignableTo(typeof(ITuple));

    private static bool IsFramework(Type type) =>
        type.Assembly == typeof(object).Assembly || type.Assembly.GetName().Name is { } name && name.StartsWith("System.", StringComparison.Ordinal);

    private static Type[] DerivedTypes(Type type) =>
    [
        .. type.GetCustomAttributes<JsonDerivedTypeAttribute>(inherit: false)
            .Select(attribute => attribute.DerivedType)
            .Where(derived => derived != type && type.IsAssignableFrom(derived))
            .Distinct(),
    ];

    private static IEnumerable<Type> Elements(TypePlan plan) => plan switch
    {
        { Shape: CopyShape.Array } => [plan.Type.GetElementType()!],
        { Method: { } method } => ElementTypes(method),
        _ => [],
    };

    /// <summary>What a method of <see cref="CollectionCopies"/> wants copied beside the collection, in order.</summary>
    public static IEnumerable<Type> ElementTypes(MethodInfo method) =>
        method.GetParameters().Skip(1).Select(parameter => parameter.ParameterType.GenericTypeArguments[0]);

    // The field behind an automatic property is called <Name>k__BackingField.
    private static string MemberName(FieldInfo field) =>
        field.Name.StartsWith('<') && field.Name.IndexOf('>') is > 1 and var end ? field.Name[1..end] : field.Name;
}

using System.Collections;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MemHygiene.Tests.JsonStores.Copying.Documents;

namespace MemHygiene.Tests.JsonStores.Copying;

/// <summary>
/// Looks at every object behind another by reflection, and knows by itself what can be changed: it shares no code with what it checks. The framework's
/// collections are seen through their elements and comparers, all else through its fields.
/// </summary>
internal static class ObjectGraph
{
    private static readonly HashSet<Type> Values =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Uri), typeof(Version), typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Rune), typeof(Complex),
        typeof(Coordinates), typeof(Marker),
    ];

    /// <summary>Everything that two graphs must not have in common.</summary>
    public static HashSet<object> MutableObjects(object? root)
    {
        var found = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Collect(root, found);
        return found;
    }

    /// <summary>Types, values, elements in their order, comparers and hidden fields are the same.</summary>
    public static void AssertEqual(object? expected, object? actual, string path = "")
    {
        Assert.True(expected?.GetType() == actual?.GetType(), $"{path} is a {actual?.GetType()}, not a {expected?.GetType()}");
        switch (expected)
        {
            case null:
                return;
            case JsonValue or JsonElement or JsonDocument:
                Assert.Equal(Text(expected), Text(actual));
                return;
        }

        if (IsValue(expected))
        {
            Assert.True(expected.Equals(actual), $"{path} is {actual}, not {expected}");
            return;
        }

        Assert.Same(Comparer(expected), Comparer(actual!));
        foreach (var field in FieldsOf(expected.GetType()))
        {
            AssertEqual(field.GetValue(expected), field.GetValue(actual), $"{path}.{field.Name}");
        }

        var (elements, copies) = (ElementsOf(expected), ElementsOf(actual!));
        Assert.True(elements.Length == copies.Length, $"{path} has {copies.Length} elements, not {elements.Length}");
        for (var i = 0; i < elements.Length; i++)
        {
            AssertEqual(elements[i], copies[i], $"{path}[{i}]");
        }
    }

    /// <summary>Empties every collection and every field that can be reached.</summary>
    public static void Wreck(object? root)
    {
        foreach (var found in MutableObjects(root))
        {
            if (found is JsonDocument document)
            {
                document.Dispose();
            }
            else if (found is Array array)
            {
                Array.Clear(array);
            }
            else if (FrameworkPart(found.GetType()) is { } part)
            {
                part.GetMethod("Clear", Type.EmptyTypes)?.Invoke(found, null);
            }

            foreach (var field in FieldsOf(found.GetType()))
            {
                field.SetValue(found, null);
            }
        }
    }

    private static void Collect(object? node, HashSet<object> found)
    {
        if (node is null or JsonElement || IsValue(node))
        {
            return;
        }

        var isTold = !node.GetType().IsValueType && node is not Array { Length: 0 } && node.GetType().Namespace != "System.Collections.Immutable";
        if (isTold && !found.Add(node))
        {
            return;
        }

        foreach (var field in FieldsOf(node.GetType()))
        {
            Collect(field.GetValue(node), found);
        }

        foreach (var element in ElementsOf(node))
        {
            Collect(element, found);
        }
    }

    private static bool IsValue(object node) => node.GetType() is var type && (type.IsPrimitive || type.IsEnum || Values.Contains(type));

    private static object?[] ElementsOf(object node) =>
        node is IEnumerable elements && FrameworkPart(node.GetType()) is not null && !IsUnset(node) ? [.. elements.Cast<object?>()] : [];

    // The default value of an immutable array has no elements that could be asked for.
    private static bool IsUnset(object node) => node.GetType().GetProperty("IsDefault")?.GetValue(node) is true;

    private static object? Comparer(object node) =>
        FrameworkPart(node.GetType()) is { } part ? (part.GetProperty("Comparer") ?? part.GetProperty("KeyComparer"))?.GetValue(node) : null;

    /// <summary>The nearest collection of the framework's that a type is or derives from.</summary>
    private static Type? FrameworkPart(Type type)
    {
        var part = type;
        while (part is not null && !IsFramework(part))
        {
            part = part.BaseType;
        }

        return part is not null && part.IsAssignableTo(typeof(IEnumerable)) ? part : null;
    }

    private static IEnumerable<FieldInfo> FieldsOf(Type type)
    {
        var isOpen = type.IsValueType || type.Name.StartsWith("Tuple`", StringComparison.Ordinal);
        for (var level = type; level is not null && (isOpen || !IsFramework(level)) && FrameworkPart(level) != level; level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }

    private static bool IsFramework(Type type) => type.Assembly.GetName().Name!.StartsWith("System.", StringComparison.Ordinal);

    private static string Text(object? json) => JsonSerializer.Serialize(json);
}

using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MemHygiene.Generators.Tests.Verification;

/// <summary>Walks two object graphs side by side: equal in types, fields and elements, and without one mutable object in common.</summary>
/// <param name="shared">Names of the test's own types that may be in both.</param>
internal sealed class Apartness(params string[] shared)
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private static readonly Type[] Immutable = [typeof(string), typeof(Uri), typeof(Version), typeof(System.Numerics.BigInteger)];

    public void Check(object? source, object? copy, string path)
    {
        Assert.True(source is null == copy is null, $"{path} is null on one side");
        if (source is null || copy is null)
        {
            return;
        }

        var type = source.GetType();
        Assert.True(type == copy.GetType(), $"{path} is a {type} and its copy a {copy.GetType()}");
        if (IsValue(type))
        {
            Assert.True(source.Equals(copy), $"{path} differs: {source}, {copy}");
            return;
        }

        var mayBeShared = type.IsValueType || shared.Contains(type.Name) || source is ICollection { Count: 0 } and Array;
        Assert.True(mayBeShared || !ReferenceEquals(source, copy), $"{path}, a {type}, is in both graphs");
        Assert.True(!shared.Contains(type.Name) || ReferenceEquals(source, copy), $"{path}, a {type}, was copied without need");
        CheckParts(source, copy, type, path);
    }

    private static bool IsValue(Type type) => type.IsPrimitive || type.IsEnum || Immutable.Contains(type)
        || (type is { IsValueType: true, Namespace: "System" } && !type.IsGenericType);

    private void CheckParts(object source, object copy, Type type, string path)
    {
        if (source is JsonNode node)
        {
            Assert.True(JsonNode.DeepEquals(node, (JsonNode)copy), $"{path} differs");
            return;
        }

        if (source is JsonDocument or JsonElement)
        {
            Assert.Equal(JsonSerializer.Serialize(source), JsonSerializer.Serialize(copy));
            return;
        }

        if (source is IEnumerable elements)
        {
            var (left, right) = (elements.Cast<object?>().ToArray(), ((IEnumerable)copy).Cast<object?>().ToArray());
            Assert.True(left.Length == right.Length, $"{path} has {left.Length} elements and its copy {right.Length}");
            for (var index = 0; index < left.Length; index++)
            {
                Check(left[index], right[index], $"{path}[{index}]");
            }

            Assert.Same(Comparer(source), Comparer(copy));
        }

        for (var level = type; level is not null && (source is not IEnumerable || level.Assembly.GetName().Name == "Subject"); level = level.BaseType)
        {
            foreach (var field in level.GetFields(Own))
            {
                Check(field.GetValue(source), field.GetValue(copy), $"{path}.{field.Name}");
            }
        }
    }

    private static object? Comparer(object collection) => collection.GetType().GetProperties()
        .FirstOrDefault(property => property.Name is "Comparer" or "KeyComparer")?.GetValue(collection);
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MemHygiene.JsonStores.Copying;

namespace MemHygiene.Tests.JsonStores.Copying;

/// <summary>The ways of copying by fields that this build has.</summary>
internal static class CopyWays
{
    public static CopyWay[] All => [CopyWay.Generated, CopyWay.Compiled];

    public static Func<T, T> For<T>(CopyWay way)
    {
        if (way == CopyWay.Generated)
        {
            return GeneratedCopies.For<T>() ?? throw new InvalidOperationException($"Nobody has generated a copy for {typeof(T)}.");
        }

        var copy = CompiledCopies.For(ContractOf<T>(), out var reason);
        Assert.Null(reason);
        return copy!;
    }

    public static JsonTypeInfo<T> ContractOf<T>(JsonSerializerOptions? options = null) =>
        (JsonTypeInfo<T>)(options ?? JsonSerializerOptions.Default).GetTypeInfo(typeof(T));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using MemHygiene.JsonStores.Copying;
using MemHygiene.Tests.JsonStores.Copying.Documents;

namespace MemHygiene.Tests.JsonStores.Copying;

/// <summary>Documents times ways.</summary>
internal static class CopyMatrix
{
    private static readonly Dictionary<string, CopyRow> Rows = new CopyRow[]
    {
        Row("values", Values.Example),
        Row("values, empty", () => new Values { Element = JsonSerializer.SerializeToElement(0) }),
        Row("hidden state", HiddenState.Example),
        Row("primary constructor", Captured.Example),
        Row("record", Order.Example),
        Row("record struct", Cell.Example),
        Row("record struct, empty", () => default(Cell)),
        Row("nodes", Nodes.Example),
        Row("nodes, empty", () => new Nodes { Element = JsonSerializer.SerializeToElement<string?>(null) }),
        Row("extension data as elements", ExtendedByElements.Example),
        Row("extension data as elements, none", () => new ExtendedByElements()),
        Row("extension data as an object", ExtendedByObject.Example),
        Row("arrays", () => new Arrays()),
        Row("arrays, read", () => Read<Arrays>("""{"Numbers":null,"Texts":[],"Items":[],"Jagged":[null],"Pairs":[{"Number":1,"Texts":null}],"Optional":[]}""")),
        Row("lists", () => new Lists()),
        Row("lists, read", () => Read<Lists>(JsonSerializer.Serialize(new Lists()))),
        Row("lists, null", () => Read<Lists>(Nulls<Lists>())),
        Row("dictionaries", () => new Dictionaries()),
        Row("dictionaries, read", () => Read<Dictionaries>(JsonSerializer.Serialize(new Dictionaries()))),
        Row("dictionaries, null", () => Read<Dictionaries>(Nulls<Dictionaries>())),
        Row("immutable collections", () => new ImmutableCollections()),
        Row("immutable collections, read", () => Read<ImmutableCollections>(JsonSerializer.Serialize(new ImmutableCollections()))),
        Row("shared parts", () => new SharedParts()),
        Row("interfaces", () => new Interfaces()),
        Row("interfaces, read", () => Read<Interfaces>(JsonSerializer.Serialize(new Interfaces()))),
        Row("interfaces, null", () => Read<Interfaces>(Nulls<Interfaces>())),
        Row("inheritance", Lowest.Example),
        Row("hierarchies", () => new Hierarchies()),
        Row("hierarchies, read", () => Read<Hierarchies>(JsonSerializer.Serialize(new Hierarchies()))),
        Row("tree", Branch.Example),
        Row("tree, as deep as the serializer reads", () => Branch.OfDepth(62)),
        Row("generic types", () => new Pages()),
        Row("generic document", () => new Page<Item, string> { Content = [Item.Of(1)] }),
        Row("collections of one's own", () => new OwnCollections()),
        Row("collections of one's own, read", () => Read<OwnCollections>(JsonSerializer.Serialize(new OwnCollections()))),
    }.ToDictionary(row => row.Name);

    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var row in Rows.Keys)
            {
                foreach (var way in CopyWays.All)
                {
                    cells.Add(row, way.ToString());
                }
            }

            return cells;
        }
    }

    public static IEnumerable<CopyRow> All => Rows.Values;

    public static CopyRow Find(string row) => Rows[row];

    private static CopyRow Row<T>(string name, Func<T> example) => new CopyRow<T>(name, example);

    private static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json)!;

    // What is no class cannot be null and is left out.
    private static string Nulls<T>() => new JsonObject(typeof(T).GetProperties()
        .Where(property => property.CanWrite && !property.PropertyType.IsValueType)
        .Select(property => KeyValuePair.Create(property.Name, (JsonNode?)null))).ToJsonString();
}

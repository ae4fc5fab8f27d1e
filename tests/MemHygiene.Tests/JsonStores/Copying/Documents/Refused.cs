using System.Text.Json;
using System.Text.Json.Serialization;

namespace MemHygiene.Tests.JsonStores.Copying.Documents;

internal sealed class WithObject
{
    public List<object> Anything { get; set; } = [];
}

internal sealed class WithExtensionObjects
{
    [JsonExtensionData]
    public Dictionary<string, object>? Rest { get; set; }
}

internal sealed class WithDelegate
{
    public event EventHandler? Changed;

    public List<int> Numbers { get; set; } = [];

    public void Raise() => Changed?.Invoke(this, EventArgs.Empty);
}

internal sealed class WithLock
{
    private readonly Lock _gate = new();

    public List<int> Numbers { get; set; } = [];

    public bool IsFree => !_gate.IsHeldByCurrentThread;
}

internal sealed unsafe class WithPointer
{
    private readonly int* _address = null;

    public bool IsNull => _address is null;
}

internal sealed class WithException
{
    public List<FileMissing> Failures { get; set; } = [];

    internal sealed class FileMissing : Exception;
}

internal sealed class WithConvertedMember
{
    [JsonConverter(typeof(ItemByNumber))]
    public Item? Item { get; set; }
}

internal sealed class WithConvertedType
{
    public Dictionary<string, Converted?> ByName { get; set; } = [];
}

[JsonConverter(typeof(ConvertedByNumber))]
internal struct Converted
{
    public List<int>? Numbers { get; set; }
}

/// <summary>Converters that do not matter: the framework's own, and one that makes what nobody can change.</summary>
internal sealed class WithHarmlessConverters
{
    [JsonConverter(typeof(JsonStringEnumConverter<DayOfWeek>))]
    public DayOfWeek Day { get; set; }

    [JsonConverter(typeof(Trimmed))]
    public string Text { get; set; } = "";

    public List<int> Numbers { get; set; } = [];
}

internal sealed class WithCallback : IJsonOnDeserialized
{
    private Item? _first;

    public List<Item> Items { get; set; } = [];

    public bool SharesTheFirst => ReferenceEquals(_first, Items[0]);

    public void OnDeserialized() => _first = Items.FirstOrDefault();
}

/// <summary>Holds, after an empty document was read, what no declaration names.</summary>
internal sealed class WithUnknown
{
    public Plain Member { get; set; } = new Special { Secret = 1 };
}

internal class Plain
{
    public List<int> Numbers { get; set; } = [];
}

internal sealed class Special : Plain
{
    public int Secret { get; set; }
}

internal sealed class ItemByNumber : JsonConverter<Item>
{
    private static readonly Item TheItem = Item.Of(1);

    public override Item Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetInt32() == 1 ? TheItem : Item.Of(2);

    public override void Write(Utf8JsonWriter writer, Item value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Number);
}

internal sealed class ConvertedByNumber : JsonConverter<Converted>
{
    public override Converted Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new() { Numbers = [reader.GetInt32()] };

    public override void Write(Utf8JsonWriter writer, Converted value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Numbers?[0] ?? 0);
}

internal sealed class Trimmed : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()?.Trim();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

using System.Text.Json.Serialization;

namespace MemHygiene.Tests.JsonStores;

internal sealed class Catalogue
{
    public string Name { get; set; } = "";

    public List<Article> Articles { get; set; } = [];
}

internal sealed class Article
{
    public int Stock { get; set; }
}

/// <summary>Every number in it is the same: a mixture of two versions shows.</summary>
internal sealed class Numbered
{
    public int Number { get; set; }

    public int[] Copies { get; set; } = [];

    [JsonIgnore]
    public bool IsWhole => Copies.All(copy => copy == Number);

    // A few kilobytes, with a length that differs from one number to the next.
    public static Numbered Of(int number) => new() { Number = number, Copies = [.. Enumerable.Repeat(number, 1_000 + (number % 7 * 100))] };
}

[JsonSerializable(typeof(Catalogue))]
[JsonSerializable(typeof(Numbered))]
internal sealed partial class DocumentContext : JsonSerializerContext;

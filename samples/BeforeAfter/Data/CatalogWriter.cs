using System.Text.Json;
using SupportDesk.Catalogs;

namespace BeforeAfter.Data;

/// <summary>Makes the shop's catalogue: 300 products in 12 categories, and a prompt for each topic.</summary>
internal static class CatalogWriter
{
    public const int ProductCount = 300;

    public static readonly string[] Categories =
        ["tents", "jackets", "boots", "backpacks", "stoves", "lamps", "bottles", "sleeping-bags", "mats", "ropes", "maps", "gloves"];

    private static readonly string[] Colours = ["blue", "green", "red", "grey", "sand"];
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true };

    public static string Sku(int number) => $"MH-{number:D4}";

    public static void Write(string path)
    {
        var catalog = new Catalog
        {
            Products = [.. Enumerable.Range(0, ProductCount).Select(Product)],
            Prompts = Corpus.Training.Select(sentence => sentence.Topic).Distinct().ToDictionary(topic => topic, Prompt),
        };
        File.WriteAllText(path + ".new", JsonSerializer.Serialize(catalog, Format));
        File.Move(path + ".new", path, overwrite: true);
    }

    private static Product Product(int number)
    {
        var category = Categories[number % Categories.Length];
        var colour = Colours[number % Colours.Length];
        return new Product
        {
            Sku = Sku(number),
            Name = $"{colour} {category} {number}",
            Category = category,
            Description = $"One of our {category}, in {colour}. Made for long days outside, mended free of charge for as long as you own it.",
            Price = 9.90m + (number * 7 % 240),
            Stock = number * 13 % 90,
            Tags = [category, colour, number % 3 == 0 ? "new" : "proven"],
        };
    }

    private static string Prompt(string topic) =>
        $"You work at the support desk of an outdoor shop. The customer writes about {topic}. Answer in two short, friendly sentences and promise nothing.";
}

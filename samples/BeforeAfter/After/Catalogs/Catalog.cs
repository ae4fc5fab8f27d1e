namespace SupportDesk.Catalogs;

/// <summary>The document in catalog.json: what the shop sells, and what the assistant is told about each topic.</summary>
public sealed class Catalog
{
    public List<Product> Products { get; set; } = [];

    public Dictionary<string, string> Prompts { get; set; } = [];
}

public sealed class Product
{
    public string Sku { get; set; } = "";

    public string Name { get; set; } = "";

    public string Category { get; set; } = "";

    public string Description { get; set; } = "";

    public decimal Price { get; set; }

    public int Stock { get; set; }

    public List<string> Tags { get; set; } = [];
}

using System.Text.Json;

namespace SupportDesk.Catalogs;

public static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/catalog", ListAsync);

        routes.MapGet("/catalog/{sku}", async (string sku) =>
        {
            var catalog = JsonSerializer.Deserialize<Catalog>(await File.ReadAllTextAsync(AppPaths.Catalog));

            return catalog!.Products.Find(product => product.Sku == sku) is { } found ? Results.Ok(found) : Results.NotFound();
        });
    }

    private static async Task<List<Product>> ListAsync(string? category, CancellationToken cancellationToken)
    {
        // The shop's staff edit the file by hand, so it is read anew each time.
        var json = await File.ReadAllTextAsync(AppPaths.Catalog, cancellationToken);
        var catalog = JsonSerializer.Deserialize<Catalog>(json);

        return catalog!.Products.FindAll(product => category is null || product.Category == category);
    }
}

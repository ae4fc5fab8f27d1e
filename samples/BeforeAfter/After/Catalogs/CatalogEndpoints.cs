using MemHygiene.JsonStores;

namespace SupportDesk.Catalogs;

public static class CatalogEndpoints
{
    public static void MapCatalog(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/catalog", ListAsync);

        routes.MapGet("/catalog/{sku}", async (string sku, JsonStore<Catalog> catalogStore) =>
        {
            var catalog = await catalogStore.ReadAsync();

            return catalog!.Products.Find(product => product.Sku == sku) is { } found ? Results.Ok(found) : Results.NotFound();
        });
    }

    private static async Task<List<Product>> ListAsync(string? category, JsonStore<Catalog> catalogStore, CancellationToken cancellationToken)
    {
        // The shop's staff edit the file by hand, so it is read anew each time.
        var catalog = await catalogStore.ReadAsync(cancellationToken);

        return catalog!.Products.FindAll(product => category is null || product.Category == category);
    }
}

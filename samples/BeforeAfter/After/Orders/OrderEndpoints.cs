using MemHygiene.Http;

namespace SupportDesk.Orders;

public sealed record OrderStatus(int Id, string State, string Carrier);

public static class OrderEndpoints
{
    public static void MapOrders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/orders/{id:int}", async (int id, IConfiguration configuration, HandlerPool handlers, CancellationToken cancellationToken) =>
        {
            // The warehouse answers quickly or not at all.
            using var client = handlers.CreateClient();
            client.BaseAddress = new Uri(configuration["Upstream:Url"]!);
            client.Timeout = TimeSpan.FromSeconds(10);

            return await client.GetFromJsonAsync<OrderStatus>($"/orders/{id}", cancellationToken);
        });
    }
}

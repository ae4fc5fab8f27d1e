namespace BeforeAfter.Load;

/// <summary>What each user does in each round: read-mostly, and the same on every run and for every app.</summary>
internal static class Script
{
    // Of 100 requests. Written into the README and the report: whoever changes one changes all.
    private static readonly (RequestKind Kind, int Share)[] Mix =
    [
        (RequestKind.Chat, 20),
        (RequestKind.Catalog, 25),
        (RequestKind.Product, 20),
        (RequestKind.History, 20),
        (RequestKind.Order, 13),
        (RequestKind.Export, 2),
    ];

    public static IEnumerable<PlannedRequest> For(int round, int user, int count)
    {
        var random = new Random((round * 10_007) + user);
        for (var i = 0; i < count; i++)
        {
            yield return new PlannedRequest(Pick(random.Next(100)), random.Next(10_000));
        }
    }

    /// <summary>Shares out a round's requests: the first users send one more where they do not divide evenly.</summary>
    public static int CountFor(int user, int users, int requests) => (requests / users) + (user < requests % users ? 1 : 0);

    private static RequestKind Pick(int percent)
    {
        foreach (var (kind, share) in Mix)
        {
            if (percent < share)
            {
                return kind;
            }

            percent -= share;
        }

        return RequestKind.History;
    }
}

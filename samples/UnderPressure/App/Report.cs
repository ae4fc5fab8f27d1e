namespace UnderPressure.App;

/// <summary>What a request works on: 4 MB of pages while it runs, 64 kB that go into the cache.</summary>
internal static class Report
{
    public const long RequestBytes = Pages * PageBytes;

    private const int Pages = 32;
    private const int PageBytes = 128 * 1024;
    private const int ResultBytes = 64 * 1024;

    private static readonly TimeSpan DatabaseTime = TimeSpan.FromMilliseconds(30);

    public static async Task<byte[]> WriteAsync(int id, float rank, CancellationToken cancellationToken)
    {
        var pages = new List<byte[]>(Pages);
        for (var page = 0; page < Pages; page++)
        {
            // Made by this request, gone with it: what the demonstration is about.
#pragma warning disable MH1009
            var bytes = new byte[PageBytes];
#pragma warning restore MH1009
            Array.Fill(bytes, (byte)(id + page));
            pages.Add(bytes);
        }

        await Task.Delay(DatabaseTime, cancellationToken);
        var result = new byte[ResultBytes];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(pages[i % Pages][i] + (int)rank);
        }

        return result;
    }
}

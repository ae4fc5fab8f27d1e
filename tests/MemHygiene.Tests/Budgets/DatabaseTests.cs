using MemHygiene.Budgets;

namespace MemHygiene.Tests.Budgets;

public sealed class DatabaseTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Pool_WhereMemoryAndServerTakeIt_IsTenAndTwentyMoreForAnHour()
    {
        var pool = Plan(workers: 2, DatabaseKind.PostgreSql, maxConnections: null).Database!;

        Assert.Equal((10, 20), (pool.Size, pool.Overflow));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(30)), (pool.ConnectionLifetime, pool.Timeout));
        Assert.Equal("Minimum Pool Size=10;Maximum Pool Size=30;Connection Lifetime=3600;Timeout=30", pool.ConnectionString);
    }

    [Fact]
    public void Pool_OfMoreWorkersThanTheServerTakes_IsScaledDown()
    {
        var pool = Plan(workers: 8, DatabaseKind.PostgreSql, maxConnections: null).Database!;

        Assert.Equal((4, 8), (pool.Size, pool.Overflow));
        Assert.Equal("the server takes 100 connections, 3 of them reserved: 12 for each of 8", pool.Reason);
    }

    [Fact]
    public void Pool_OfAServerWithoutABound_IsFull()
    {
        var pool = Plan(workers: 8, DatabaseKind.SqlServer, maxConnections: null).Database!;

        Assert.Equal(30, pool.Size + pool.Overflow);
        Assert.Equal("Min Pool Size=10;Max Pool Size=30;Connection Lifetime=3600;Connect Timeout=30", pool.ConnectionString);
    }

    [Fact]
    public void Pool_WhereMemoryIsShort_IsScaledDown()
    {
        var plan = MemoryPlan.Create(new() { AvailableBytes = 64 * Megabyte, Headroom = 0, Cores = 1, Workers = 1, WorkerBytes = 64 * Megabyte, Database = DatabaseKind.Other });

        Assert.Equal((4, 8), (plan.Database!.Size, plan.Database.Overflow));
        Assert.Equal("1.6 MB a worker at 128 KB each: 12", plan.Database.Reason);
        Assert.Null(plan.Database.ConnectionString);
    }

    [Fact]
    public void Pool_OfMoreWorkersThanTheServerHasConnections_IsAProblem()
    {
        var plan = Plan(workers: 8, DatabaseKind.Other, maxConnections: 10);

        Assert.Equal(["The database takes 10 connections, 3 of them reserved: too few for one in each of 8 workers."], plan.Problems);
    }

    /// <summary>The field report's figures are those of a server with 1 GB for 100 connections, whose machine keeps files cached outside of that.</summary>
    [Fact]
    public void PostgreSql_OfOneGigabyteAndAHundredConnections_HasTheFiguresOfTheReport()
    {
        var settings = PostgreSqlPlan.Create(1024 * Megabyte, maxConnections: 100, cacheShare: 1);

        Assert.Equal(
            """
            max_connections = 100
            shared_buffers = 256MB
            effective_cache_size = 1GB
            work_mem = 2621kB
            maintenance_work_mem = 64MB
            wal_buffers = 7864kB

            """,
            settings.ToConfiguration());
    }

    [Fact]
    public void PostgreSql_WithoutACacheShare_BelievesInThreeQuarters()
    {
        var settings = PostgreSqlPlan.Create(1024 * Megabyte);

        Assert.Equal(768 * Megabyte, settings.EffectiveCacheSizeBytes);
    }

    [Fact]
    public void PostgreSql_OfManyGigabytes_BoundsWhatDoesNotGrowWithThem()
    {
        var settings = PostgreSqlPlan.Create(256L * 1024 * Megabyte, maxConnections: 300);

        Assert.Equal((2048 * Megabyte, 16 * Megabyte), (settings.MaintenanceWorkMemBytes, settings.WalBuffersBytes));
        Assert.Contains("shared_buffers = 64GB", settings.ToConfiguration());
    }

    [Fact]
    public void PostgreSql_OfLittleMemoryAndManyConnections_StaysAboveWhatTheServerRefuses()
    {
        var settings = PostgreSqlPlan.Create(64 * Megabyte, maxConnections: 10_000);

        Assert.Equal(64 * 1024, settings.WorkMemBytes);
    }

    [Theory]
    [InlineData("memoryBytes", 1, 100, 0.75)]
    [InlineData("maxConnections", 1 << 30, 3, 0.75)]
    [InlineData("maxConnections", 1 << 30, 100_001, 0.75)]
    [InlineData("cacheShare", 1 << 30, 100, 0)]
    [InlineData("cacheShare", 1 << 30, 100, double.NaN)]
    public void PostgreSql_OutOfRange_NamesTheArgument(string name, long memoryBytes, int maxConnections, double cacheShare)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => PostgreSqlPlan.Create(memoryBytes, maxConnections, cacheShare));

        Assert.Equal(name, exception.ParamName);
    }

    private static MemoryPlan Plan(int workers, DatabaseKind kind, int? maxConnections) => MemoryPlan.Create(new()
    {
        AvailableBytes = 8192 * Megabyte,
        Cores = 4,
        Workers = workers,
        Database = kind,
        DatabaseMaxConnections = maxConnections,
    });
}

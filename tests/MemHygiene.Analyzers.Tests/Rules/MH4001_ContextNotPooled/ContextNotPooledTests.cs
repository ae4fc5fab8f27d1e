using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH4001_ContextNotPooled;

namespace MemHygiene.Analyzers.Tests.Rules.MH4001_ContextNotPooled;

public sealed class ContextNotPooledTests
{
    private const string EntityFramework = """
        namespace Microsoft.EntityFrameworkCore
        {
            public class DbContextOptions;
            public class DbContextOptions<T> : DbContextOptions where T : DbContext;
            public class DbContextOptionsBuilder { public DbContextOptionsBuilder UseStore(string? name) => this; }
            public class DbSet<T> where T : class;
            public class DbContext
            {
                public DbContext(DbContextOptions options) { }
                protected virtual void OnConfiguring(DbContextOptionsBuilder builder) { }
                protected virtual void OnModelCreating(object builder) { }
                public virtual int SaveChanges() => 0;
                public virtual DbSet<T> Set<T>() where T : class => new();
            }
        }
        namespace Microsoft.Extensions.DependencyInjection
        {
            using Microsoft.EntityFrameworkCore;
            public static class EntityFrameworkServiceCollectionExtensions
            {
                public static IServiceCollection AddDbContext<T>(this IServiceCollection services, System.Action<DbContextOptionsBuilder>? optionsAction = null,
                    ServiceLifetime contextLifetime = ServiceLifetime.Scoped, ServiceLifetime optionsLifetime = ServiceLifetime.Scoped) where T : DbContext => services;
                public static IServiceCollection AddDbContext<T>(this IServiceCollection services, System.Action<System.IServiceProvider, DbContextOptionsBuilder>? optionsAction,
                    ServiceLifetime contextLifetime = ServiceLifetime.Scoped, ServiceLifetime optionsLifetime = ServiceLifetime.Scoped) where T : DbContext => services;
                public static IServiceCollection AddDbContextPool<T>(this IServiceCollection services, System.Action<DbContextOptionsBuilder> optionsAction, int poolSize = 1024) where T : DbContext => services;
                public static IServiceCollection AddDbContextPool<T>(this IServiceCollection services, System.Action<System.IServiceProvider, DbContextOptionsBuilder> optionsAction, int poolSize = 1024) where T : DbContext => services;
            }
        }
        """;

    private const string Shop = "public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public DbSet<string> Names { get; set; } = null!; }";

    [Fact]
    public async Task ContextWithoutState_IsASuggestion()
    {
        var found = await VerifyAsync("[|services.AddDbContext<Shop>(options => options.UseStore(name))|];", Shop);

        Assert.Equal("Shop is made anew for each request and keeps no state of its own: register it with AddDbContextPool", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task PooledContext_IsSilent() => VerifyAsync("services.AddDbContextPool<Shop>(options => options.UseStore(name));", Shop);

    [Theory]
    [InlineData("public class Shop : DbContext { public Shop(DbContextOptions options) : base(options) { } public DbSet<string> Names => Set<string>(); }")]
    [InlineData("public class Shop : DbContext { public Shop(DbContextOptions<Shop> options) : base(options) { } private Shop(string s) : base(null!) { } }")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public override int SaveChanges() => 1; protected override void OnModelCreating(object builder) { } }")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options) { private static int s_saved; public void Seed() => s_saved++; }")]
    [InlineData("public class Base(DbContextOptions options) : DbContext(options) { public DbSet<string> A => Set<string>(); } public class Shop(DbContextOptions<Shop> options) : Base(options);")]
    public Task ContextThatCanBePooled_Warns(string context) => VerifyAsync("[|services.AddDbContext<Shop>(options => options.UseStore(name))|];", context);

    [Theory]
    [InlineData("public class Shop(DbContextOptions<Shop> options, TimeProvider time) : DbContext(options) { public TimeProvider Time => time; }")]
    [InlineData("public class Shop : DbContext { public Shop(DbContextOptions<Shop> options) : base(options) { } public Shop() : base(null!) { } }")]
    [InlineData("public class Shop : DbContext { public Shop(DbContextOptions<Shop> options) : base(options) { SaveChanges(); } }")]
    [InlineData("public class Shop : DbContext { public Shop() : base(null!) { } }")]
    [InlineData("public class Other(DbContextOptions<Other> o) : DbContext(o); public class Shop(DbContextOptions<Other> options) : DbContext(options);")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options) { protected override void OnConfiguring(DbContextOptionsBuilder builder) { } }")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options) { private object? _transaction; public object? Begin() => _transaction ??= new(); }")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public int Tenant { get; set; } }")]
    [InlineData("public class Shop(DbContextOptions<Shop> options) : DbContext(options) { public event Action? Saved; public void Raise() => Saved?.Invoke(); }")]
    [InlineData("public class Base(DbContextOptions options) : DbContext(options) { public int Tenant; } public class Shop(DbContextOptions<Shop> options) : Base(options);")]
    public Task ContextWithServicesOrState_IsSilent(string context) => VerifyAsync("services.AddDbContext<Shop>(options => options.UseStore(name));", context);

    [Theory]
    [InlineData("[|services.AddDbContext<Shop>((provider, options) => options.UseStore(provider.GetRequiredService<IConfiguration>()[\"store\"]))|];")]
    [InlineData("[|services.AddDbContext<Shop>(Configure)|]; void Configure(DbContextOptionsBuilder options) => options.UseStore(name);")]
    [InlineData("services.AddDbContext<Shop>((provider, options) => options.UseStore(provider.GetRequiredService<HttpContext>().TraceIdentifier));")]
    [InlineData("services.AddDbContext<Shop>((provider, options) => Use(provider, options)); void Use(IServiceProvider p, DbContextOptionsBuilder o) { }")]
    [InlineData("services.AddDbContext<Shop>(options => options.UseStore(name), ServiceLifetime.Transient);")]
    [InlineData("services.AddDbContext<Shop>(options => options.UseStore(name), ServiceLifetime.Scoped, ServiceLifetime.Singleton);")]
    [InlineData("services.AddDbContext<Shop>();")]
    public Task Options_HaveToSuitAPool(string registration) => VerifyAsync(registration, Shop);

    [Fact]
    public Task ContextThatIsATypeParameter_IsSilent() => Rule<ContextNotPooledAnalyzer>.VerifyAsync(
        "using Microsoft.EntityFrameworkCore; public static class Add { public static void Store<T>(IServiceCollection s) where T : DbContext => s.AddDbContext<T>(o => o.UseStore(null)); }",
        EntityFramework);

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> VerifyAsync(string registration, string context) =>
        Rule<ContextNotPooledAnalyzer>.VerifyAsync(
            $$"""
            using Microsoft.EntityFrameworkCore;
            public static class Services
            {
                public static void Add(IServiceCollection services, string name) { {{registration}} }
            }
            {{context}}
            """,
            EntityFramework);
}

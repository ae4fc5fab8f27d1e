using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH4001_ContextNotPooled.ContextNotPooledAnalyzer,
    MemHygiene.CodeFixes.Rules.MH4001_ContextNotPooled.ContextNotPooledFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH4001_ContextNotPooled;

public sealed class ContextNotPooledFixerTests
{
    private const string EntityFramework = """

        //// Library/EntityFramework.cs
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

    [Fact]
    public Task Registration_TakesTheContextFromAPool() => Verify.VerifyAsync(
        """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            // The one and only.
            .AddDbContext<Shop>(options => options.UseStore("shop.db")) // on disk
            .AddMemoryCache();
        builder.Services.AddDbContext<Shop>((services, options) => options.UseStore(services.GetRequiredService<IConfiguration>()["store"]));
        builder.Build().Run();

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """ + EntityFramework,
        """
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services
            // The one and only.
            .AddDbContextPool<Shop>(options => options.UseStore("shop.db")) // on disk
            .AddMemoryCache();
        builder.Services.AddDbContextPool<Shop>((services, options) => options.UseStore(services.GetRequiredService<IConfiguration>()["store"]));
        builder.Build().Run();

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """ + EntityFramework);

    [Fact]
    public Task RegistrationThatNoPoolOverloadTakes_GetsNoFix() => Verify.VerifyNotOfferedAsync(
        """
        using Microsoft.EntityFrameworkCore;

        EntityFrameworkServiceCollectionExtensions.AddDbContext<Shop>(new ServiceCollection(), options => options.UseStore("shop.db"));

        public class Shop(DbContextOptions<Shop> options) : DbContext(options);
        """ + EntityFramework.Replace("AddDbContextPool<T>", "AddPool<T>", StringComparison.Ordinal));
}

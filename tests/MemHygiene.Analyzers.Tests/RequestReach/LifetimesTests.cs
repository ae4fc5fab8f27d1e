using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Constructors, initialisers and factories of services, by how they are registered.</summary>
public sealed class LifetimesTests
{
    private const string Service = """
        public interface IRates;
        public class Rates : IRates { private readonly HttpClient _client = [|new HttpClient()|]; public object Client => _client; }
        """;

    [Fact]
    public Task DecoratorOfAFactory_HandsTheCallOn() => Verify("""
        public interface IMail { object Send(); }
        public class Timed(IMail inner) : IMail { public object Send() => inner.Send(); }
        public class Smtp : IMail { public object Send() => [|new HttpClient()|]; }
        public static class Registrations
        {
            public static void Add(IServiceCollection services)
            {
                services.AddTransient<Smtp>();
                services.AddTransient<IMail>(provider => new Timed(provider.GetRequiredService<Smtp>()));
            }
        }
        public class A(IMail mail) : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => mail.Send(); }
        """);

    [Theory]
    [InlineData("services.AddScoped<Rates>()")]
    [InlineData("services.AddTransient<IRates, Rates>()")]
    [InlineData("services.TryAddScoped<IRates, Rates>()")]
    [InlineData("services.AddKeyedScoped<IRates, Rates>(\"key\")")]
    [InlineData("services.AddScoped(typeof(IRates), typeof(Rates))")]
    [InlineData("services.AddTransient(typeof(Rates))")]
    [InlineData("services.AddScoped<IRates>(provider => new Rates())")]
    [InlineData("services.AddScoped<IRates>(provider => { var x = 1; return new Rates(); })")]
    [InlineData("services.AddScoped<IRates>(provider => ActivatorUtilities.CreateInstance<Rates>(provider))")]
    [InlineData("services.TryAddEnumerable(ServiceDescriptor.Scoped<IRates, Rates>())")]
    [InlineData("services.AddHttpClient<IRates, Rates>()")]
    [InlineData("services.AddSingleton<Rates>(); services.AddScoped<Rates>()")]
    public Task PerRequestService_IsRequestCode(string registration) => Verify(Registered(registration), Service);

    [Theory]
    [InlineData("services.AddSingleton<Rates>()")]
    [InlineData("services.AddSingleton<IRates, Rates>()")]
    [InlineData("services.TryAddSingleton<IRates>(provider => new Rates())")]
    [InlineData("services.AddSingleton(new Rates())")]
    [InlineData("services.AddScoped(provider => provider.GetRequiredService<Rates>())")]
    [InlineData("services.AddLogging()")]
    public Task SingletonOrUnknownService_IsSilent(string registration) => Verify(Registered(registration), Service.Replace("[|", "").Replace("|]", ""));

    [Fact]
    public Task OpenGenericService_IsRequestCode() => Verify(
        Registered("services.AddScoped(typeof(IStore<>), typeof(Store<>))"),
        "public interface IStore<T>; public class Store<T> : IStore<T> { public Store() { [|new HttpClient()|].Dispose(); } }");

    [Fact]
    public Task ScopedFactory_IsRequestCode() => Verify(Registered("services.AddScoped(provider => [|new HttpClient { Timeout = TimeSpan.FromSeconds(1) }|])"));

    [Fact]
    public Task ScopedFactoryByName_IsRequestCode() => Verify("""
        using Microsoft.Extensions.DependencyInjection;
        public static class Registration
        {
            public static void Register(IServiceCollection services) => services.AddTransient(Create);
            private static HttpClient Create(IServiceProvider services) => [|new HttpClient()|];
        }
        """);

    [Fact]
    public Task MethodOfAScopedService_IsNoEntryPoint() => Verify(
        Registered("services.AddScoped<Rates>()"),
        "public class Rates { public Task<string> Today() => new HttpClient().GetStringAsync(\"https://rates.example\"); }");

    [Fact]
    public Task SingletonHub_IsNotMadePerRequest() => Verify(
        Registered("services.AddSingleton<Chat>()"),
        "public class Chat : Microsoft.AspNetCore.SignalR.Hub { private readonly HttpClient _client = new(); public object Say() => _client; }");

    private static string Registered(string registration) => $$"""
        using Microsoft.Extensions.DependencyInjection.Extensions;
        public static class Registration { public static void Register(IServiceCollection services) { {{registration}}; } }
        """;

    private static Task Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);
}

using System.Collections.Immutable;

namespace MemHygiene.RequestReach;

/// <summary>Names of methods that register a service: the container's own, the framework's typed ones, and Autofac's.</summary>
internal static class RegistrationVerbs
{
    private static readonly ImmutableDictionary<string, Lifetime> Lifetimes = ImmutableDictionary.CreateRange(
    [
        .. Pairs(Lifetime.Singleton, "AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton", "Singleton", "KeyedSingleton", "AddHostedService", "AddActivatedSingleton"),
        .. Pairs(Lifetime.Scoped, "AddScoped", "TryAddScoped", "AddKeyedScoped", "TryAddKeyedScoped", "Scoped", "KeyedScoped", "AddDbContext"),
        .. Pairs(Lifetime.Transient, "AddTransient", "TryAddTransient", "AddKeyedTransient", "TryAddKeyedTransient", "Transient", "KeyedTransient", "AddHttpClient"),

        // Autofac: transient unless the rest of the chain says otherwise.
        .. Pairs(Lifetime.Transient, "RegisterType", "RegisterGeneric", "Register"),
    ]);

    /// <summary>The lifetime that a call of this name gives, or null where it registers nothing.</summary>
    public static Lifetime? LifetimeOf(string method) => Lifetimes.TryGetValue(method, out var lifetime) ? lifetime : null;

    /// <summary>The lifetime is an argument: <c>new ServiceDescriptor(…)</c> is no call, <c>ServiceDescriptor.Describe(…)</c> is.</summary>
    public static bool IsDescribed(string method) => method is "Describe" or "DescribeKeyed";

    public static bool IsAutofac(string method) => method is "RegisterType" or "RegisterGeneric" or "Register";

    /// <summary>The call takes the type and lambdas that configure it, but no factory.</summary>
    public static bool HasNoFactory(string method) => method is "AddHttpClient" or "AddDbContext";

    private static IEnumerable<KeyValuePair<string, Lifetime>> Pairs(Lifetime lifetime, params string[] names) =>
        names.Select(name => new KeyValuePair<string, Lifetime>(name, lifetime));
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>What the code, the configuration files and the environment say about the options, in this order: the last one wins.</summary>
internal static class SupervisorEnvironment
{
    /// <exception cref="OptionsValidationException">An option, a key or a variable has a value that cannot be.</exception>
    /// <exception cref="InvalidDataException">A configuration file is no JSON.</exception>
    public static SupervisorOptions Resolve(Action<SupervisorOptions>? configure, Func<string, string?> read) => Resolve(configure, ReadFiles(read), read);

    public static SupervisorOptions Resolve(Action<SupervisorOptions>? configure, IConfiguration configuration, Func<string, string?> read)
    {
        var options = new SupervisorOptions();
        configure?.Invoke(options);
        var errors = new List<string>();
        var origins = new Dictionary<string, string>();
        SupervisorSettings.Apply(options, configuration, origins, errors);
        SupervisorSettings.Apply(options, read, origins, errors);
        foreach (var failure in new SupervisorOptionsValidator().Validate(null, options).Failures ?? [])
        {
            var option = failure[$"{nameof(SupervisorOptions)}.".Length..failure.IndexOf(' ', StringComparison.Ordinal)];
            errors.Add(origins.TryGetValue(option, out var origin) ? $"{failure} It comes from {origin}." : failure);
        }

        return errors.Count == 0 ? options : throw new OptionsValidationException(Options.DefaultName, typeof(SupervisorOptions), errors);
    }

    /// <summary>The files that the app's own host will read, from where it will read them, as far as the environment says so. There is no host yet.</summary>
    private static IConfigurationRoot ReadFiles(Func<string, string?> read)
    {
        var environment = read("ASPNETCORE_ENVIRONMENT") ?? read("DOTNET_ENVIRONMENT") ?? "Production";
        var root = read("ASPNETCORE_CONTENTROOT") ?? read("DOTNET_CONTENTROOT") ?? "";
        return new ConfigurationBuilder()
            .SetBasePath(Path.GetFullPath(Directory.Exists(root) ? root : "."))
            .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
            .AddJsonFile($"appsettings.{environment}.json", optional: true, reloadOnChange: false)
            .AddEnvironmentVariables()
            .Build();
    }
}

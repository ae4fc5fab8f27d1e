using System.Text.RegularExpressions;
using MemHygiene;
using MemHygiene.Periodic;
using MemHygiene.Pressure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verb of periodic work.</summary>
public static partial class PeriodicWorkBuilderExtensions
{
    /// <summary>Adds work that the host runs every so often, never twice at once, less often while memory is short.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="name">Its name in the report, in logs and in settings: letters and digits of ASCII, with single hyphens, dots or underscores between them.</param>
    /// <param name="interval">From the start of one run to the start of the next. More than zero and at most 24 days; the configuration may set another (<see cref="PeriodicWorkOptions.Interval"/>).</param>
    /// <param name="work">One run. Its services come from a DI scope that is disposed after it; its token is cancelled when it takes too long and when the host stops.</param>
    /// <param name="configure">Sets the options of this work.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/>, <paramref name="name"/> or <paramref name="work"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="name"/> has other letters.</exception>
    /// <exception cref="InvalidOperationException">A work of this name, or one whose environment variables have the same names, was added before.</exception>
    public static MemHygieneBuilder AddPeriodicWork(
        this MemHygieneBuilder builder,
        string name,
        TimeSpan interval,
        Func<IServiceProvider, CancellationToken, Task> work,
        Action<PeriodicWorkOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(work);
        if (!Name().IsMatch(name))
        {
            // Two separators in a row would be two underscores in the variable, and configuration reads those as a colon.
            throw new ArgumentException($"'{name}' cannot name periodic work. Use letters and digits with single hyphens, dots or underscores between them, such as check-proxies.", nameof(name));
        }

        var services = builder.Services;
        Claim(services, name);
        services.AddSingleton(new PeriodicWorkRegistration(name, work));
        services.AddOptions<PeriodicWorkOptions>(name).Configure(options =>
        {
            options.Interval = interval;
            configure?.Invoke(options);
        }).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<PeriodicWorkOptions>, IntervalFromConfiguration>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PeriodicWorkOptions>, PeriodicWorkOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, PeriodicWorkHost>());
        services.TryAddSingleton(provider => new PeriodicWorkRegistry(
            [.. provider.GetServices<PeriodicWorkRegistration>().Select(registration => Create(provider, registration))]));
        return builder;
    }

    // A variable that meant two works would set the interval of one where the other was meant.
    private static void Claim(IServiceCollection services, string name)
    {
        var variables = IntervalSetting.Variables(name);
        foreach (var service in services.Where(service => service.ServiceType == typeof(PeriodicWorkRegistration)))
        {
            var other = ((PeriodicWorkRegistration)service.ImplementationInstance!).Name;
            if (IntervalSetting.Variables(other).Intersect(variables).FirstOrDefault() is { } shared)
            {
                throw new InvalidOperationException(
                    $"The periodic work '{name}' needs another name: '{other}' was added before, and {shared} sets the interval of both.");
            }
        }
    }

    private static PeriodicWork Create(IServiceProvider services, PeriodicWorkRegistration registration)
    {
        var options = services.GetRequiredService<IOptionsMonitor<PeriodicWorkOptions>>().Get(registration.Name);
        var time = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<PeriodicWork>>();
        var monitor = services.GetService<MemoryMonitor>();
        var pace = new Pace(registration.Name, options, () => monitor?.Level ?? MemoryLevel.Good, Random.Shared.NextDouble, logger);
        var runner = new PeriodicRunner(registration, options.RunTimeout, services.GetRequiredService<IServiceScopeFactory>(), time, logger);
        return new PeriodicWork(registration.Name, options, pace, runner, time, logger);
    }

    [GeneratedRegex("^[A-Za-z0-9]+([-._][A-Za-z0-9]+)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

using MemHygiene;
using MemHygiene.Pressure;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The verbs of the memory monitor, which <c>AddMemHygiene()</c> has added already.</summary>
public static class PressureBuilderExtensions
{
    /// <summary>Changes where the levels lie, how often they are looked at, and what is done then.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="configure">Sets the options; a value out of range stops the host at start-up.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static MemHygieneBuilder ConfigureMemoryMonitor(this MemHygieneBuilder builder, Action<MemoryMonitorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);

        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Adds something of the application's own that holds memory, for which a class would be too much: a static cache, a native buffer.</summary>
    /// <param name="builder">What <c>AddMemHygiene()</c> returned.</param>
    /// <param name="name">What the report calls it.</param>
    /// <param name="cost">What giving back costs.</param>
    /// <param name="usage">Says what it holds; asked every few seconds.</param>
    /// <param name="trim">Gives back what the level asks for.</param>
    /// <param name="releasedBy">One sentence for the report: what bounds it, and what else releases it.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">An argument is null, or the name is empty.</exception>
    public static MemHygieneBuilder AddMemoryConsumer(
        this MemHygieneBuilder builder,
        string name,
        TrimCost cost,
        Func<MemoryUsage> usage,
        Action<MemoryLevel, CancellationToken> trim,
        string releasedBy = "Low memory.")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(trim);
        ArgumentNullException.ThrowIfNull(releasedBy);

        builder.Services.AddSingleton<IMemoryConsumer>(new DelegateConsumer(name, releasedBy, cost, usage, trim));
        return builder;
    }
}

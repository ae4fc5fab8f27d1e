using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MemHygiene.Periodic;

/// <summary>Lets the configuration win over the code. What it cannot read it leaves to <see cref="PeriodicWorkOptionsValidator"/>, which says so beside every other error.</summary>
internal sealed class IntervalFromConfiguration(IConfiguration? configuration = null) : IPostConfigureOptions<PeriodicWorkOptions>
{
    public void PostConfigure(string? name, PeriodicWorkOptions options)
    {
        if (IntervalSetting.Find(configuration, name!) is { } setting && IntervalSetting.TryParse(setting.Value, out var interval))
        {
            options.Interval = interval;
        }
    }
}

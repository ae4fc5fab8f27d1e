using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MemHygiene.Periodic;

/// <summary>Checks every work's options, and what the configuration says about its interval, when the host starts.</summary>
internal sealed class PeriodicWorkOptionsValidator(IConfiguration? configuration = null) : IValidateOptions<PeriodicWorkOptions>
{
    public ValidateOptionsResult Validate(string? name, PeriodicWorkOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (IntervalSetting.Find(configuration, name!) is { } setting && !IntervalSetting.TryParse(setting.Value, out _))
        {
            errors.AddError(
                $"{setting.Key} is '{setting.Value}'; it must be a number of seconds such as 60, or hh:mm:ss such as 00:01:00, "
                + $"more than zero and at most {IntervalSetting.Longest}");
        }

        Timed(options.Interval, nameof(options.Interval));
        if (options.RunTimeout != Timeout.InfiniteTimeSpan)
        {
            Timed(options.RunTimeout, nameof(options.RunTimeout));
        }

        Within(options.Jitter, 0, 1, nameof(options.Jitter));
        Within(options.StretchAtAcceptable, 1, 1000, nameof(options.StretchAtAcceptable));
        Within(options.StretchAtWarning, 1, 1000, nameof(options.StretchAtWarning));
        Within(options.StretchAtCritical, 1, 1000, nameof(options.StretchAtCritical));
        return errors.Build();

        void Timed(TimeSpan value, string option)
        {
            if (value <= TimeSpan.Zero || value > IntervalSetting.Longest)
            {
                errors.AddError($"must be more than zero and at most {IntervalSetting.Longest}; it is {value} for the periodic work {name}", option);
            }
        }

        // Written so that what is no number is out of range as well.
        void Within(double value, double least, double most, string option)
        {
            if (!(value >= least && value <= most))
            {
                errors.AddError(FormattableString.Invariant($"must be from {least} to {most}; it is {value} for the periodic work {name}"), option);
            }
        }
    }
}

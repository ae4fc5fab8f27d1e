using Microsoft.Extensions.Options;

namespace MemHygiene.Pressure;

internal sealed class MemoryMonitorOptionsValidator : IValidateOptions<MemoryMonitorOptions>
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, MemoryMonitorOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        Share(options.AcceptableBelow, nameof(options.AcceptableBelow));
        Share(options.WarningBelow, nameof(options.WarningBelow));
        Share(options.CriticalBelow, nameof(options.CriticalBelow));
        Share(options.AlertAbove, nameof(options.AlertAbove));
        Falls(options.AcceptableBelow, options.WarningBelow, nameof(options.AcceptableBelow), nameof(options.WarningBelow));
        Falls(options.WarningBelow, options.CriticalBelow, nameof(options.WarningBelow), nameof(options.CriticalBelow));
        if (!(options.Hysteresis >= 0 && options.Hysteresis < 1 - options.AcceptableBelow))
        {
            errors.AddError($"must be zero or more, and leave room above {nameof(options.AcceptableBelow)}; it is {options.Hysteresis}", nameof(options.Hysteresis));
        }

        Between(options.RecoveryTime, TimeSpan.Zero, LongestPause, nameof(options.RecoveryTime));
        Between(options.SampleInterval, ShortestInterval, LongestInterval, nameof(options.SampleInterval));
        Between(options.TrimInterval, TimeSpan.FromTicks(1), LongestPause, nameof(options.TrimInterval));
        Between(options.TrimTimeout, TimeSpan.FromMilliseconds(1), LongestInterval, nameof(options.TrimTimeout));
        Between(options.CollectInterval, TimeSpan.FromTicks(1), LongestPause, nameof(options.CollectInterval));
        Between(options.RestartAfter, TimeSpan.FromTicks(1), LongestPause, nameof(options.RestartAfter));
        if (options.WorkerAlertBytes < 1)
        {
            errors.AddError($"must be null or at least 1; it is {options.WorkerAlertBytes}", nameof(options.WorkerAlertBytes));
        }

        if (options.BudgetBytes < 0)
        {
            errors.AddError($"must be null, or zero and more; it is {options.BudgetBytes}", nameof(options.BudgetBytes));
        }

        return errors.Build();

        void Share(double value, string option)
        {
            if (!(value > 0 && value < 1))
            {
                errors.AddError($"must be between 0 and 1; it is {value}", option);
            }
        }

        void Falls(double upper, double lower, string upperOption, string lowerOption)
        {
            if (!(upper > lower))
            {
                errors.AddError($"must be more than {lowerOption}, {lower}; it is {upper}", upperOption);
            }
        }

        void Between(TimeSpan value, TimeSpan least, TimeSpan most, string option)
        {
            if (value < least || value > most)
            {
                errors.AddError($"must be from {least} to {most}; it is {value}", option);
            }
        }
    }
}

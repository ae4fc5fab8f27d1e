using Microsoft.Extensions.Options;

namespace MemHygiene.Models;

internal sealed class ModelCacheOptionsValidator : IValidateOptions<ModelCacheOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, ModelCacheOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.LoadTimeout != Timeout.InfiniteTimeSpan && (options.LoadTimeout <= TimeSpan.Zero || options.LoadTimeout > LongestTimeout))
        {
            errors.AddError(
                $"must be infinite, or more than zero and at most {LongestTimeout}; it is {options.LoadTimeout} for the model {name}",
                nameof(ModelCacheOptions.LoadTimeout));
        }

        if (options.ModelBytes < 0)
        {
            errors.AddError($"must be null, or zero and more; it is {options.ModelBytes} for the model {name}", nameof(ModelCacheOptions.ModelBytes));
        }

        if (options.UnloadUnderPressureAfter < TimeSpan.Zero && options.UnloadUnderPressureAfter != Timeout.InfiniteTimeSpan)
        {
            errors.AddError($"must be infinite, or zero and more; it is {options.UnloadUnderPressureAfter} for the model {name}", nameof(ModelCacheOptions.UnloadUnderPressureAfter));
        }

        return errors.Build();
    }
}

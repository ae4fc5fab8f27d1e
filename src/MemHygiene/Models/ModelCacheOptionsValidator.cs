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

        return errors.Build();
    }
}

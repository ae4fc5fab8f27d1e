using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.RequestCleanup;

internal sealed class RequestCleanupValidator : IValidateOptions<RequestCleanupOptions>
{
    private static readonly TimeSpan LongestDrain = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, RequestCleanupOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        AtLeast(errors, nameof(options.MaxPooledRegistries), options.MaxPooledRegistries, 1);
        AtLeast(errors, nameof(options.MaxRetainedEntries), options.MaxRetainedEntries, CleanupRegistry.InitialEntries);
        AtLeast(errors, nameof(options.BackgroundCapacity), options.BackgroundCapacity, 1);
        AtLeast(errors, nameof(options.BackgroundConcurrency), options.BackgroundConcurrency, 1);
        if (options.BackgroundDrainTimeout < TimeSpan.Zero || options.BackgroundDrainTimeout > LongestDrain)
        {
            errors.AddError(
                $"must be between 0 and {LongestDrain}, but is {options.BackgroundDrainTimeout}.",
                $"{nameof(RequestCleanupOptions)}.{nameof(options.BackgroundDrainTimeout)}");
        }

        return errors.Build();
    }

    private static void AtLeast(ValidateOptionsResultBuilder errors, string option, int value, int least)
    {
        if (value < least)
        {
            errors.AddError($"must be at least {least}, but is {value}.", $"{nameof(RequestCleanupOptions)}.{option}");
        }
    }
}

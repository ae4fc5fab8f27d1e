using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Shedding;

internal sealed class LoadSheddingValidator : IValidateOptions<LoadSheddingOptions>
{
    private static readonly TimeSpan LongestQueueTimeout = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, LoadSheddingOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.MaxConcurrentRequests < 1)
        {
            errors.AddError($"must be null or at least 1; it is {options.MaxConcurrentRequests}", nameof(options.MaxConcurrentRequests));
        }

        if (options.MaxConcurrentRequestsAtWarning < 1)
        {
            errors.AddError($"must be at least 1; it is {options.MaxConcurrentRequestsAtWarning}", nameof(options.MaxConcurrentRequestsAtWarning));
        }

        if (options.MaxConcurrentRequestsAtCritical < 0 || options.MaxConcurrentRequestsAtCritical > options.MaxConcurrentRequestsAtWarning)
        {
            errors.AddError(
                $"must be from 0 to {nameof(options.MaxConcurrentRequestsAtWarning)}, {options.MaxConcurrentRequestsAtWarning}; it is {options.MaxConcurrentRequestsAtCritical}",
                nameof(options.MaxConcurrentRequestsAtCritical));
        }

        if (options.QueueLimit < 0)
        {
            errors.AddError($"must be zero or more; it is {options.QueueLimit}", nameof(options.QueueLimit));
        }

        if (options.QueueTimeout <= TimeSpan.Zero || options.QueueTimeout > LongestQueueTimeout)
        {
            errors.AddError($"must be more than zero and at most {LongestQueueTimeout}; it is {options.QueueTimeout}", nameof(options.QueueTimeout));
        }

        if (options.RetryAfter < TimeSpan.FromSeconds(1) || options.RetryAfter > LongestRetryAfter)
        {
            errors.AddError($"must be from 1 second to {LongestRetryAfter}; it is {options.RetryAfter}", nameof(options.RetryAfter));
        }

        foreach (var path in options.ExemptPaths.Where(path => path is not ['/', ..]))
        {
            errors.AddError($"must hold paths that begin with '/'; one is '{path}'", nameof(options.ExemptPaths));
        }

        return errors.Build();
    }
}

using Microsoft.Extensions.Options;

namespace MemHygiene.Http;

internal sealed class HandlerPoolOptionsValidator : IValidateOptions<HandlerPoolOptions>
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, HandlerPoolOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        AtLeastOne(options.MaxHandlers, nameof(options.MaxHandlers));
        AtLeastOne(options.MaxConnectionsPerServer, nameof(options.MaxConnectionsPerServer));
        if (options.IdleTimeout <= TimeSpan.Zero || options.IdleTimeout > LongestTimer)
        {
            errors.AddError($"must be more than zero and at most {LongestTimer}; it is {options.IdleTimeout}", nameof(options.IdleTimeout));
        }

        PositiveOrInfinite(options.PooledConnectionLifetime, nameof(options.PooledConnectionLifetime));
        PositiveOrInfinite(options.PooledConnectionIdleTimeout, nameof(options.PooledConnectionIdleTimeout));
        return errors.Build();

        void AtLeastOne(int value, string option)
        {
            if (value < 1)
            {
                errors.AddError($"must be at least 1; it is {value}", option);
            }
        }

        // Zero is legal for the framework and means a new connection for every request: the very thing a pool is there to avoid.
        void PositiveOrInfinite(TimeSpan value, string option)
        {
            if (value <= TimeSpan.Zero && value != Timeout.InfiniteTimeSpan)
            {
                errors.AddError($"must be more than zero or infinite; it is {value}", option);
            }
        }
    }
}

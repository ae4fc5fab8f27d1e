using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

internal sealed class ProcessRecyclingValidator : IValidateOptions<ProcessRecyclingOptions>
{
    private const long Megabyte = 1024 * 1024;
    private const long LeastMemory = 32 * Megabyte;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, ProcessRecyclingOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        options.Unreadable.ForEach(error => errors.AddError(error));
        Check(options.MaxRequests >= 0, options.MaxRequests, "zero (never) or more", nameof(options.MaxRequests));
        Check(options.MaxRequestsJitter is null or >= 0, options.MaxRequestsJitter, "null, or zero and more", nameof(options.MaxRequestsJitter));
        Check(options.MaxMemory is null or >= LeastMemory, options.MaxMemory, "null, or at least 32 MB in bytes", nameof(options.MaxMemory));
        Check(options.MaxHeap is null or >= Megabyte, options.MaxHeap, "null, or at least 1 MB in bytes", nameof(options.MaxHeap));
        Within(options.MemoryJitter, Day, nameof(options.MemoryJitter));
        Check(
            options.MaxAge is not { } age || (age >= options.MinLifetime && age >= ShortestAge && age <= LongestAge),
            options.MaxAge,
            $"null, or at least {nameof(options.MinLifetime)} ({options.MinLifetime}) and 1 second, and at most 365 days",
            nameof(options.MaxAge));
        Within(options.AgeJitter, Day, nameof(options.AgeJitter));
        Within(options.MinLifetime, Day, nameof(options.MinLifetime));
        Within(options.UnreadyDelay, TimeSpan.FromHours(1), nameof(options.UnreadyDelay));
        Check(options.ExitCode is >= 0 and <= 255, options.ExitCode, "from 0 to 255", nameof(options.ExitCode));
        return errors.Build();

        void Within(TimeSpan value, TimeSpan longest, string option) => Check(value >= TimeSpan.Zero && value <= longest, value, $"from zero to {longest}", option);

        void Check(bool valid, object? value, string expected, string option)
        {
            if (!valid)
            {
                errors.AddError($"must be {expected}; it is {value}", option);
            }
        }
    }
}

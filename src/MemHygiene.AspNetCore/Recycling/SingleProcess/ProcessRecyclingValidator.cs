using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

internal sealed class ProcessRecyclingValidator : IValidateOptions<ProcessRecyclingOptions>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, ProcessRecyclingOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        options.Unreadable.ForEach(error => errors.AddError(error));
        Check(options.MaxRequests >= 0, options.MaxRequests, "zero (never) or more", nameof(options.MaxRequests));
        Check(options.MaxRequestsJitter is null or >= 0, options.MaxRequestsJitter, "null, or zero and more", nameof(options.MaxRequestsJitter));
        Check(options.MaxMemoryBytes is null or > 0, options.MaxMemoryBytes, "null, or more than zero", nameof(options.MaxMemoryBytes));
        Check(options.MaxManagedBytes is null or > 0, options.MaxManagedBytes, "null, or more than zero", nameof(options.MaxManagedBytes));
        Within(options.MemoryJitter, Day, nameof(options.MemoryJitter));
        Check(
            options.MaxAge is not { } age || (age >= options.MinLifetime && age > TimeSpan.Zero && age <= LongestAge),
            options.MaxAge,
            $"null, or at least {nameof(options.MinLifetime)}, {options.MinLifetime}, more than zero and at most {LongestAge.Days} days",
            nameof(options.MaxAge));
        Within(options.MaxAgeJitter ?? TimeSpan.Zero, LongestAge, nameof(options.MaxAgeJitter));
        Check(options.RecycleOn is not { } day || (options.RecycleAt is not null && Enum.IsDefined(day)), options.RecycleOn, $"a day of the week beside {nameof(options.RecycleAt)}, or null", nameof(options.RecycleOn));
        Within(options.RecycleAtJitter, Day, nameof(options.RecycleAtJitter));
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

using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Collects every mistake in the options, each with its name and value.</summary>
internal sealed class SupervisorOptionsValidator : IValidateOptions<SupervisorOptions>
{
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SupervisorOptions options)
    {
        var errors = new List<string>();
        Check(errors, options.Workers is >= 0 and <= 512, nameof(options.Workers), options.Workers, "between 0 and 512");
        Check(errors, options.MaxRequests >= 0, nameof(options.MaxRequests), options.MaxRequests, "0 (never) or more");
        Check(errors, options.MaxRequestsJitter is >= 0 and <= 1_000_000_000, nameof(options.MaxRequestsJitter), options.MaxRequestsJitter, "between 0 and 1,000,000,000");
        Check(errors, options.MinWorkerLifetime >= TimeSpan.Zero && options.MinWorkerLifetime <= LongestTimeout, nameof(options.MinWorkerLifetime), options.MinWorkerLifetime, "between zero and a day");
        CheckTimeout(errors, nameof(options.GracefulTimeout), options.GracefulTimeout);
        CheckTimeout(errors, nameof(options.StartTimeout), options.StartTimeout);
        CheckTimeout(errors, nameof(options.KeepAliveTimeout), options.KeepAliveTimeout);
        Check(errors, options.StreamGrace >= TimeSpan.Zero && options.StreamGrace <= LongestTimeout, nameof(options.StreamGrace), options.StreamGrace, "between zero and a day");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckTimeout(List<string> errors, string option, TimeSpan value) =>
        Check(errors, value > TimeSpan.Zero && value <= LongestTimeout, option, value, "more than zero and at most a day");

    private static void Check(List<string> errors, bool valid, string option, object value, string expected)
    {
        if (!valid)
        {
            errors.Add($"{nameof(SupervisorOptions)}.{option} is {value}; it must be {expected}.");
        }
    }
}

using MemHygiene.AspNetCore.Recycling.Fleets;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Collects every mistake in the options, each with its name and value.</summary>
internal sealed class SupervisorOptionsValidator : IValidateOptions<SupervisorOptions>
{
    private const long LeastBytes = 32L * 1024 * 1024;
    private const long LeastHeapBytes = 1024 * 1024;
    private const long MostBytes = 1024L * 1024 * 1024 * 1024;

    // The kernel takes 107 bytes and a zero; a few are left for a name beside it.
    private const int LongestSocketPath = 104;

    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(365);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SupervisorOptions options)
    {
        var errors = new List<string>();
        Check(errors, options.Workers is null or (>= 0 and <= Fleet.MostWorkers), nameof(options.Workers), options.Workers, "between 0 and 512");
        Check(errors, options.WorkerBytes is >= LeastBytes and <= MostBytes, nameof(options.WorkerBytes), options.WorkerBytes, "between 32 MB and 1 TB");
        Check(errors, options.MaxRequests >= 0, nameof(options.MaxRequests), options.MaxRequests, "0 (never) or more");
        Check(errors, options.MaxRequestsJitter is >= 0 and <= 1_000_000_000, nameof(options.MaxRequestsJitter), options.MaxRequestsJitter, "between 0 and 1,000,000,000");
        Check(errors, options.MaxWorkerMemory is null or (>= LeastBytes and <= MostBytes), nameof(options.MaxWorkerMemory), options.MaxWorkerMemory, "null, or between 32 MB and 1 TB");
        Check(errors, options.MaxWorkerHeap is null or (>= LeastHeapBytes and <= MostBytes), nameof(options.MaxWorkerHeap), options.MaxWorkerHeap, "null, or between 1 MB and 1 TB");
        Check(errors, options.MaxWorkerAge is null || (options.MaxWorkerAge >= ShortestAge && options.MaxWorkerAge <= LongestAge), nameof(options.MaxWorkerAge), options.MaxWorkerAge, "null, or between 1 second and 365 days");
        Check(errors, options.AgeJitter >= TimeSpan.Zero && options.AgeJitter <= LongestTimeout, nameof(options.AgeJitter), options.AgeJitter, "between zero and a day");
        Check(errors, options.MaxReplacementsAtOnce is >= 1 and <= Fleet.MostWorkers, nameof(options.MaxReplacementsAtOnce), options.MaxReplacementsAtOnce, "between 1 and 512");
        Check(errors, options.WarmUpRequests is >= 1 and <= 10_000, nameof(options.WarmUpRequests), options.WarmUpRequests, "between 1 and 10,000");
        foreach (var path in options.WarmUpPaths.Where(path => path is not ['/', ..] || path.Any(character => character is <= ' ' or > '~')))
        {
            Check(errors, false, nameof(options.WarmUpPaths), $"'{path}'", "a path that begins with '/', in ASCII and without spaces");
        }

        Check(errors, options.ControlSocket is null || options.ControlSocket.Length is > 0 and <= LongestSocketPath, nameof(options.ControlSocket), $"'{options.ControlSocket}'", "null, or a path of 1 to 104 characters");
        Check(errors, options.HangTimeout >= ShortestAge && options.HangTimeout <= LongestTimeout, nameof(options.HangTimeout), options.HangTimeout, "between 1 second and a day");
        Check(errors, options.MinWorkerLifetime >= TimeSpan.Zero && options.MinWorkerLifetime <= LongestTimeout, nameof(options.MinWorkerLifetime), options.MinWorkerLifetime, "between zero and a day");
        CheckTimeout(errors, nameof(options.GracefulTimeout), options.GracefulTimeout);
        CheckTimeout(errors, nameof(options.StartTimeout), options.StartTimeout);
        CheckTimeout(errors, nameof(options.KeepAliveTimeout), options.KeepAliveTimeout);
        Check(errors, options.StreamGrace >= TimeSpan.Zero && options.StreamGrace <= LongestTimeout, nameof(options.StreamGrace), options.StreamGrace, "between zero and a day");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckTimeout(List<string> errors, string option, TimeSpan value) =>
        Check(errors, value > TimeSpan.Zero && value <= LongestTimeout, option, value, "more than zero and at most a day");

    private static void Check(List<string> errors, bool valid, string option, object? value, string expected)
    {
        if (!valid)
        {
            errors.Add($"{nameof(SupervisorOptions)}.{option} is {value}; it must be {expected}.");
        }
    }
}

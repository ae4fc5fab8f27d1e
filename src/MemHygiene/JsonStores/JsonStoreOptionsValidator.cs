using Microsoft.Extensions.Options;

namespace MemHygiene.JsonStores;

/// <summary>Checks every store's options when the host starts.</summary>
internal sealed class JsonStoreOptionsValidator : IValidateOptions<JsonStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, JsonStoreOptions options)
    {
        List<string> failures = [];
        if (options.TimeToLive < TimeSpan.Zero)
        {
            failures.Add($"{nameof(JsonStoreOptions)}.{nameof(JsonStoreOptions.TimeToLive)} of the store for {name} is {options.TimeToLive}; it must not be negative.");
        }

        if (options.LockTimeout <= TimeSpan.Zero || options.LockTimeout.TotalMilliseconds > int.MaxValue)
        {
            failures.Add(
                $"{nameof(JsonStoreOptions)}.{nameof(JsonStoreOptions.LockTimeout)} of the store for {name} is {options.LockTimeout}; it must be positive and at most 24 days.");
        }

        if (options.OpenRead is null != options.OpenWrite is null)
        {
            failures.Add(
                $"{nameof(JsonStoreOptions)}.{(options.OpenRead is null ? nameof(JsonStoreOptions.OpenRead) : nameof(JsonStoreOptions.OpenWrite))} of the store for {name} is null; "
                + "what one stream writes the other must be able to read.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

using Microsoft.Extensions.Options;

namespace MemHygiene.JsonStores;

/// <summary>Checks every store's options when the host starts.</summary>
internal sealed class JsonStoreOptionsValidator : IValidateOptions<JsonStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, JsonStoreOptions options)
    {
        if (options.TimeToLive < TimeSpan.Zero)
        {
            return ValidateOptionsResult.Fail(
                $"{nameof(JsonStoreOptions)}.{nameof(JsonStoreOptions.TimeToLive)} of the store for {name} is {options.TimeToLive}; "
                + "it must not be negative.");
        }

        return ValidateOptionsResult.Success;
    }
}

using Microsoft.Extensions.Options;

namespace MemHygiene.JsonStores;

/// <summary>Checks the options of every collection of stores when the host starts.</summary>
internal sealed class JsonStoresOptionsValidator : IValidateOptions<JsonStoresOptions>
{
    public ValidateOptionsResult Validate(string? name, JsonStoresOptions options)
    {
        List<string> failures = [.. new JsonStoreOptionsValidator().Validate(name, options.Documents).Failures ?? []];
        if (options.MaxDocuments < 1)
        {
            failures.Add($"{nameof(JsonStoresOptions)}.{nameof(JsonStoresOptions.MaxDocuments)} of the stores for {name} is {options.MaxDocuments}; it must be at least 1.");
        }

        if (options.MaxBytes < 1)
        {
            failures.Add($"{nameof(JsonStoresOptions)}.{nameof(JsonStoresOptions.MaxBytes)} of the stores for {name} is {options.MaxBytes}; it must be at least 1.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

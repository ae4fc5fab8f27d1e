using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Sessions;

internal sealed class ChangeOnlySessionValidator(IServiceProvider services) : IValidateOptions<ChangeOnlySessionOptions>
{
    private const double HighestFraction = 0.5;
    private const int FewestSessions = 4;
    private const int MostSessions = 1 << 24;

    public ValidateOptionsResult Validate(string? name, ChangeOnlySessionOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (!(options.RefreshFraction is >= 0 and <= HighestFraction))
        {
            errors.AddError(
                $"must be between 0 and {HighestFraction}, but is {options.RefreshFraction}.",
                $"{nameof(ChangeOnlySessionOptions)}.{nameof(options.RefreshFraction)}");
        }

        if (options.MaxRememberedSessions is < FewestSessions or > MostSessions)
        {
            errors.AddError(
                $"must be between {FewestSessions} and {MostSessions}, but is {options.MaxRememberedSessions}.",
                $"{nameof(ChangeOnlySessionOptions)}.{nameof(options.MaxRememberedSessions)}");
        }

        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IDistributedCache)) == false)
        {
            errors.AddError(
                "AddSessions() found no IDistributedCache to keep sessions in: register one, for example with builder.Services.AddDistributedMemoryCache().");
        }

        return errors.Build();
    }
}

using MemHygiene;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Extensions.Hosting;

/// <summary>The front door: <c>builder.AddMemHygiene()</c>.</summary>
public static class MemHygieneHostApplicationBuilderExtensions
{
    /// <summary>Adds what every MemHygiene feature needs; the features are chosen on the result. Calling it again adds nothing.</summary>
    /// <param name="builder">A web application's or a worker's host builder.</param>
    /// <returns>The builder that carries the features' verbs.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="builder"/> is null.</exception>
    public static MemHygieneBuilder AddMemHygiene(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);

        return builder.Services.AddMemHygiene();
    }
}

using System.Diagnostics.CodeAnalysis;
using MemHygiene.AspNetCore.Reports;
using MemHygiene.AspNetCore.Shedding;
using MemHygiene.Reports;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the memory report.</summary>
public static class MemHygieneEndpointExtensions
{
    /// <summary>
    /// Maps the memory report: a live page for browsers and JSON for all others at <paramref name="pattern"/>, always JSON at <c>report.json</c> below it. By default it is shown on this machine only;
    /// all others get 404.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">Where.</param>
    /// <param name="configure">Decides who else sees it.</param>
    /// <returns>Both endpoints, for <c>RequireAuthorization()</c>, <c>RequireHost()</c> and the like.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoints"/> or <paramref name="pattern"/> is null.</exception>
    /// <exception cref="InvalidOperationException"><c>AddMemHygiene()</c> was not called, or a policy is named and there is no such one.</exception>
    public static IEndpointConventionBuilder MapMemHygiene(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern = "/memory",
        Action<MemHygieneEndpointOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);

        var services = endpoints.ServiceProvider;
        var reporter = services.GetService<MemoryReporter>() ?? throw new InvalidOperationException("MapMemHygiene() needs builder.AddMemHygiene().");
        var options = new MemHygieneEndpointOptions();
        configure?.Invoke(options);
        CheckPolicy(options.AuthorizationPolicy, services);

        var endpoint = new ReportEndpoint(reporter, new(options, services.GetRequiredService<ILogger<ReportEndpoint>>()));
        var group = endpoints.MapGroup(pattern);
        group.Map("", endpoint.PageOrReportAsync).WithDisplayName("Memory report");
        group.Map("report.json", endpoint.ReportAsync).WithDisplayName("Memory report as JSON");
        group.ExemptFromLoadShedding();
        return group;
    }

    private static void CheckPolicy(string? policy, IServiceProvider services)
    {
        if (policy is null)
        {
            return;
        }

        // A provider that has to look elsewhere for its policies is asked with the first request.
        var found = services.GetService<IAuthorizationPolicyProvider>()?.GetPolicyAsync(policy);
        if (found is null || (found.IsCompletedSuccessfully && found.Result is null))
        {
            throw new InvalidOperationException($"MapMemHygiene() is to show the report to those who satisfy the authorization policy '{policy}', and there is none of this name. Add it with AddAuthorization().");
        }
    }
}

using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Readiness: unhealthy from the moment at which the process has begun to leave.</summary>
internal sealed class ProcessReadinessCheck(ProcessRecycler recycler) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(recycler.LeavingBecause is { } reason
            ? new HealthCheckResult(context.Registration.FailureStatus, $"The process leaves: {reason}.")
            : HealthCheckResult.Healthy());
}

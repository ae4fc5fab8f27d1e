using System.Globalization;

namespace MemHygiene.Budgets;

/// <summary>Limits and reservations of the container that the plan is for.</summary>
public sealed record ContainerPlan
{
    /// <summary>The memory limit: what the plan deals out, headroom included.</summary>
    public required long MemoryLimitBytes { get; init; }

    /// <summary>The memory reservation: without the headroom, the caches and what is left over, which can be given back.</summary>
    public required long MemoryReservationBytes { get; init; }

    /// <summary>The CPU limit in cores: those that the plan is for.</summary>
    public required double CpuLimit { get; init; }

    /// <summary>The CPU reservation in cores: half of the limit.</summary>
    public required double CpuReservation { get; init; }

    /// <summary>For a service in a compose file.</summary>
    /// <returns>The <c>deploy</c> section.</returns>
    public string ToCompose() => string.Create(CultureInfo.InvariantCulture, $"""
        deploy:
          resources:
            limits:
              cpus: "{CpuLimit:0.##}"
              memory: {Size(MemoryLimitBytes, "M", "b")}
            reservations:
              cpus: "{CpuReservation:0.##}"
              memory: {Size(MemoryReservationBytes, "M", "b")}

        """);

    /// <summary>For a container in a Kubernetes manifest.</summary>
    /// <returns>The <c>resources</c> section.</returns>
    public string ToKubernetes() => string.Create(CultureInfo.InvariantCulture, $"""
        resources:
          limits:
            cpu: {CpuLimit * 1000:0}m
            memory: {Size(MemoryLimitBytes, "Mi", "")}
          requests:
            cpu: {CpuReservation * 1000:0}m
            memory: {Size(MemoryReservationBytes, "Mi", "")}

        """);

    // Rounded down: a container may well get a little less than the machine has, never more.
    private static string Size(long bytes, string megabytes, string unit) => bytes >= ByteText.Megabyte
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / ByteText.Megabyte}{megabytes}")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes}{unit}");
}

namespace MemHygiene.Readings;

/// <summary>Picks the sampler for this machine.</summary>
internal static class MemorySamplers
{
    public static IMemorySampler Create() => OperatingSystem.IsLinux() ? new LinuxMemorySampler(KernelFiles.System) : new PortableMemorySampler();
}

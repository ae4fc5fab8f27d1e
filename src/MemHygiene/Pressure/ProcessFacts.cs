using MemHygiene.Readings;

namespace MemHygiene.Pressure;

/// <summary>What the alerts and the collections ask of the system. Null is unknown; none throws.</summary>
/// <param name="PrivateBytes">Resident memory that this process shares with no file.</param>
/// <param name="OomKills">How many processes the kernel has killed so far, in this container or else on this machine.</param>
/// <param name="FullCollections">How many collections of all generations there were so far, whoever asked for them.</param>
internal sealed record ProcessFacts(Func<long?> PrivateBytes, Func<long?> OomKills, Func<int> FullCollections)
{
    public static ProcessFacts OfThisProcess { get; } = new(
        static () => ReadPrivateBytes(KernelFiles.System),
        static () => (ContainerMemory.Read()?.OomKills) ?? HostMemory.Read().OomKills,
        static () => GC.CollectionCount(GC.MaxGeneration));

    private static long? ReadPrivateBytes(KernelFiles files)
    {
        var status = files.ReadAll("/proc/self/status");

        // Not VmRSS: pages of a mapped model are the file's, and go without anybody's doing.
        return KernelText.Value(status, "RssAnon"u8) + (KernelText.Value(status, "RssShmem"u8) ?? 0);
    }
}

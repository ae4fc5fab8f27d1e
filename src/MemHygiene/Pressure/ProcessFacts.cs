namespace MemHygiene.Pressure;

/// <summary>What the alerts ask of the system every few seconds. Null is unknown; neither throws.</summary>
/// <param name="PrivateBytes">Resident memory that this process shares with no file.</param>
/// <param name="OomKills">How many processes the kernel has killed so far, in this container or else on this machine.</param>
internal sealed record ProcessFacts(Func<long?> PrivateBytes, Func<long?> OomKills);

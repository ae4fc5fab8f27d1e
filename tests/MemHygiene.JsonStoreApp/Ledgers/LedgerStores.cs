namespace MemHygiene.JsonStoreApp.Ledgers;

/// <summary>--path file --ttl 50 (milliseconds) --by update or version --broken lock, atomic or ack.</summary>
internal static class LedgerStores
{
    /// <exception cref="ArgumentException">There is no such way of being broken.</exception>
    public static ILedgerStore Open(string[] args)
    {
        var path = AppArguments.Required(args, "--path");
        return AppArguments.Text(args, "--broken") switch
        {
            null => new StoreLedger(path, TimeSpan.FromMilliseconds(AppArguments.Read(args, "--ttl", 2000)), AppArguments.Text(args, "--by") == "version"),
            "lock" => new BrokenLedger(path, Defect.NoLock),
            "atomic" => new BrokenLedger(path, Defect.WrittenInPlace),
            "ack" => new BrokenLedger(path, Defect.AcknowledgedFirst),
            var other => throw new ArgumentException($"Nothing is broken in the way of '{other}': lock, atomic or ack."),
        };
    }
}

namespace MemHygiene.JsonStoreApp.Ledgers;

/// <summary>What the checks are run against: the store, or one that is broken on purpose, so that the checks are seen to find it.</summary>
internal interface ILedgerStore
{
    Ledger Read();

    /// <returns>The document as it was written.</returns>
    Task<Ledger> UpdateAsync(Action<Ledger> change);
}

using System.Text.Json.Serialization;
using MemHygiene.JsonStores;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.JsonStoreApp.Ledgers;

/// <summary>The store itself.</summary>
internal sealed class StoreLedger(string path, TimeSpan timeToLive) : ILedgerStore
{
    private readonly JsonStore<Ledger> _store = new(
        path, LedgerContext.Default.Ledger, new JsonStoreOptions { TimeToLive = timeToLive }, TimeProvider.System, NullLogger.Instance);

    /// <summary>How many times the file's content was read from disk.</summary>
    public long FileReads => _store.FileReads;

    public Ledger Read() => _store.Read();

    public Task<Ledger> UpdateAsync(Action<Ledger> change) => _store.UpdateAsync(change);
}

[JsonSerializable(typeof(Ledger))]
internal sealed partial class LedgerContext : JsonSerializerContext;

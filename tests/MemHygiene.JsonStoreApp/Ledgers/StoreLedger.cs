using System.Text.Json.Serialization;
using MemHygiene.JsonStores;
using Microsoft.Extensions.Logging.Abstractions;

namespace MemHygiene.JsonStoreApp.Ledgers;

/// <summary>The store itself.</summary>
/// <param name="path">The file.</param>
/// <param name="timeToLive">The store's option.</param>
/// <param name="byVersion">Updates by reading, and by saving if nobody else was first, instead of by the store's own update.</param>
internal sealed class StoreLedger(string path, TimeSpan timeToLive, bool byVersion = false) : ILedgerStore
{
    private readonly JsonStore<Ledger> _store = new(
        path, LedgerContext.Default.Ledger, new JsonStoreOptions { TimeToLive = timeToLive }, TimeProvider.System, NullLogger.Instance);

    /// <summary>How many times the file's content was read from disk.</summary>
    public long FileReads => _store.FileReads;

    public Ledger Read() => _store.Read();

    public Task<Ledger> UpdateAsync(Action<Ledger> change) => byVersion ? UpdateByVersionAsync(change) : _store.UpdateAsync(change);

    private async Task<Ledger> UpdateByVersionAsync(Action<Ledger> change)
    {
        while (true)
        {
            var (ledger, version) = _store.ReadVersioned();
            change(ledger);
            if (await _store.TrySaveAsync(ledger, version) is not null)
            {
                return ledger;
            }

            _store.Clear(); // Somebody else was first; what is in memory may be as old as the time to live.
        }
    }
}

[JsonSerializable(typeof(Ledger))]
internal sealed partial class LedgerContext : JsonSerializerContext;

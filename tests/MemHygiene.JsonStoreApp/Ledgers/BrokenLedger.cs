using System.Text.Json;

namespace MemHygiene.JsonStoreApp.Ledgers;

internal enum Defect
{
    /// <summary>Reads, changes and replaces without keeping others out.</summary>
    NoLock,

    /// <summary>Writes into the file itself.</summary>
    WrittenInPlace,

    /// <summary>Returns before the file is replaced.</summary>
    AcknowledgedFirst,
}

/// <summary>A store as it is often written, with one mistake.</summary>
internal sealed class BrokenLedger(string path, Defect defect) : ILedgerStore
{
    private readonly SemaphoreSlim _updating = new(1, 1);

    public Ledger Read()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return JsonSerializer.Deserialize<Ledger>(file)!;
    }

    public async Task<Ledger> UpdateAsync(Action<Ledger> change)
    {
        if (defect == Defect.NoLock)
        {
            return Write(change);
        }

        await _updating.WaitAsync();
        var held = await LockAsync();
        if (defect == Defect.WrittenInPlace)
        {
            var written = Write(change);
            Unlock(held);
            return written;
        }

        var ledger = Read();
        change(ledger);
        _ = Task.Run(() =>
        {
            Replace(ledger);
            Unlock(held);
        });
        return ledger;
    }

    private Ledger Write(Action<Ledger> change)
    {
        var ledger = Read();
        change(ledger);
        if (defect == Defect.WrittenInPlace)
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
            JsonSerializer.Serialize(file, ledger);
        }
        else
        {
            Replace(ledger);
        }

        return ledger;
    }

    private void Replace(Ledger ledger)
    {
        var temporary = $"{path}-{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(ledger));
        File.Move(temporary, path, overwrite: true);
    }

    private async Task<FileStream> LockAsync()
    {
        while (true)
        {
            try
            {
                return new FileStream(path + ".own-lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(1);
            }
        }
    }

    private void Unlock(FileStream held)
    {
        held.Dispose();
        _updating.Release();
    }
}

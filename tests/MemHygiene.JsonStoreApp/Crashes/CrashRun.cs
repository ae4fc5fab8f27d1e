using MemHygiene.JsonStoreApp.Ledgers;

namespace MemHygiene.JsonStoreApp.Crashes;

/// <summary>Writers over one file, one of which is killed and replaced at a time.</summary>
internal sealed class CrashRun(LedgerFile file, string[] args) : IAsyncDisposable
{
    // A dead writer's lock frees itself at once; this bound is for a machine that stands still.
    private static readonly TimeSpan Blocked = TimeSpan.FromSeconds(30);
    private const int LooksForWriting = 5_000;

    private readonly Random _random = new(AppArguments.Read(args, "--seed", 1));
    private readonly List<WriterProcess> _writers = [];
    private readonly Dictionary<string, long> _dead = [];
    private int _started;

    public int KilledWhileWriting { get; private set; }

    public int KeptUnacknowledged { get; private set; }

    public async Task StartAsync(int processes)
    {
        for (var count = 0; count < processes; count++)
        {
            StartOne();
        }

        await EachUpdatesAsync(_writers);
    }

    public async Task KillOneAsync(KillMoment moment)
    {
        var victim = moment == KillMoment.Starting ? _writers[^1] : _writers[_random.Next(_writers.Count)];
        await AwaitAsync(moment, victim);
        KilledWhileWriting += victim.IsWriting ? 1 : 0;
        await victim.KillAsync();
        _writers.Remove(victim);
        Bury(victim);

        var survivors = _writers.ToArray();
        StartOne();
        await EachUpdatesAsync(survivors);
        Check();
    }

    /// <summary>Kills all, and looks at what they leave.</summary>
    /// <returns>All updates ever.</returns>
    public async Task<long> EndAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.KillAsync();
        }

        foreach (var writer in _writers)
        {
            Bury(writer);
        }

        return file.Read().Count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.DisposeAsync();
        }
    }

    private void StartOne() => _writers.Add(new($"w{++_started}", file.Path, args));

    private async Task AwaitAsync(KillMoment moment, WriterProcess victim)
    {
        switch (moment)
        {
            case KillMoment.Acknowledged:
                await EachUpdatesAsync([victim]);
                break;
            case KillMoment.Writing:
                for (var look = 0; look < LooksForWriting && !victim.IsWriting; look++)
                {
                    await Task.Yield();
                }

                break;
            case KillMoment.Starting:
                await Task.Delay(TimeSpan.FromMilliseconds(_random.Next(300)));
                break;
            default:
                await Task.Delay(TimeSpan.FromMicroseconds(_random.Next(20_000)));
                break;
        }
    }

    private static async Task EachUpdatesAsync(IReadOnlyCollection<WriterProcess> writers)
    {
        try
        {
            await Task.WhenAll(writers.Select(writer => writer.NextAsync())).WaitAsync(Blocked);
        }
        catch (TimeoutException)
        {
            throw new Violation($"Of {string.Join(", ", writers.Select(writer => writer.Name))} one has not updated the file for {Blocked.TotalSeconds} s.");
        }
    }

    // Whatever it had acknowledged is there, and at most the one update more that it was at.
    private void Bury(WriterProcess writer)
    {
        writer.ThrowIfBroken();
        var kept = file.Read().ByWriter.GetValueOrDefault(writer.Name);
        var acknowledged = writer.Acknowledged;
        if (kept != acknowledged && kept != acknowledged + 1)
        {
            throw new Violation($"{writer.Name} was killed after it had acknowledged {acknowledged} updates; the file holds {kept}.");
        }

        KeptUnacknowledged += kept > acknowledged ? 1 : 0;
        _dead.Add(writer.Name, kept);
    }

    private void Check()
    {
        // Before the file is read: what comes in between is in the file and not in these numbers, never the other way round.
        var acknowledged = _writers.ToDictionary(writer => writer.Name, writer => writer.Acknowledged);
        var ledger = file.Read();
        foreach (var writer in _writers)
        {
            writer.ThrowIfBroken();
            var kept = ledger.ByWriter.GetValueOrDefault(writer.Name);
            if (kept < acknowledged[writer.Name])
            {
                throw new Violation($"{writer.Name} has acknowledged {acknowledged[writer.Name]} updates; the file holds {kept}.");
            }
        }

        foreach (var (name, kept) in _dead)
        {
            if (ledger.ByWriter.GetValueOrDefault(name) is var now && now != kept)
            {
                throw new Violation($"{name} is dead and had {kept} updates in the file; now it has {now}.");
            }
        }

        if (ledger.ByWriter.Keys.FirstOrDefault(name => !_dead.ContainsKey(name) && !acknowledged.ContainsKey(name)) is { } unknown)
        {
            throw new Violation($"The file has updates of {unknown}, which never was.");
        }
    }
}

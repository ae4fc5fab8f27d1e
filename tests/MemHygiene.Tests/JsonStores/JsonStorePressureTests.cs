using MemHygiene.JsonStores;
using MemHygiene.Pressure;
using MemHygiene.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace MemHygiene.Tests.JsonStores;

public sealed class JsonStorePressureTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly ServiceProvider _services;
    private readonly JsonStore<int[]> _store;
    private readonly IMemoryConsumer _consumer;

    public JsonStorePressureTests()
    {
        File.WriteAllText(_path, "[1,2,3]");
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddMemHygiene().AddJsonStore<int[]>(_path);
        _services = services.BuildServiceProvider();
        _store = _services.GetRequiredService<JsonStore<int[]>>();
        _consumer = _services.GetServices<IMemoryConsumer>().Single();
    }

    [Fact]
    public void Usage_OfAStore_IsAnEstimateOfItsDocument()
    {
        var before = _consumer.Usage;

        _store.Read();
        var after = _consumer.Usage;

        Assert.Equal(new MemoryUsage(0, 0, 0), before);
        Assert.InRange(after.HeldBytes!.Value, _store.Read().Length * sizeof(int), long.MaxValue);
        Assert.Equal((0, 1), (after.ReleasableBytes, after.Items));
    }

    [Theory]
    [InlineData(MemoryLevel.Warning, 32)]
    [InlineData(MemoryLevel.Critical, 4)]
    public void Trim_OfADocumentThatNobodyReads_FreesItAfterItsTime(MemoryLevel level, int seconds)
    {
        _store.Read();
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _consumer.Trim(level, TestContext.Current.CancellationToken);
        var kept = _consumer.Usage.HeldBytes;
        _clock.Advance(TimeSpan.FromSeconds(1));

        _consumer.Trim(level, TestContext.Current.CancellationToken);

        Assert.NotEqual(0, kept);
        Assert.Equal(new MemoryUsage(0, 0, 0), _consumer.Usage);
        Assert.Equal([1, 2, 3], _store.Read());
        Assert.Equal(2, _store.FileReads);
    }

    [Fact]
    public void Trim_OfADocumentThatCannotBeReadAgain_KeepsIt()
    {
        _store.Read();
        File.WriteAllText(_path, "not json");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _store.Read();
        _clock.Advance(TimeSpan.FromMinutes(1));

        _consumer.Trim(MemoryLevel.Critical, TestContext.Current.CancellationToken);

        Assert.Equal(0, _consumer.Usage.ReleasableBytes);
        Assert.Equal([1, 2, 3], _store.Read());
    }

    public void Dispose()
    {
        _services.Dispose();
        File.Delete(_path);
    }
}

using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace MemHygiene.AspNetCore.Tests.Sessions;

public sealed class SessionIfChangedExtensionsTests
{
    private readonly DictionarySession _session = new();

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("größer, 大きい, 🙂")]
    public void SetStringIfChanged_StoresWhatSetStringStores_Once(string value)
    {
        _session.SetStringIfChanged("key", value);
        _session.SetStringIfChanged("key", value);

        Assert.Equal(value, _session.GetString("key"));
        Assert.Equal(1, _session.Sets);
    }

    [Fact]
    public void SetStringIfChanged_LongStrings_AreComparedWhole()
    {
        var value = new string('x', 5000);

        _session.SetStringIfChanged("key", value);
        _session.SetStringIfChanged("key", value);
        _session.SetStringIfChanged("key", value[..^1] + "y");

        Assert.Equal(2, _session.Sets);
        Assert.EndsWith("xy", _session.GetString("key"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void SetInt32IfChanged_StoresWhatSetInt32Stores_Once(int value)
    {
        _session.SetInt32IfChanged("key", value);
        _session.SetInt32IfChanged("key", value);

        Assert.Equal(value, _session.GetInt32("key"));
        Assert.Equal(1, _session.Sets);
    }

    [Fact]
    public void SetInt32IfChanged_OverAValueOfAnotherLength_Replaces()
    {
        _session.Set("key", [0, 0, 0, 1, 0]);

        _session.SetInt32IfChanged("key", 1);

        Assert.Equal(1, _session.GetInt32("key"));
    }

    [Fact]
    public void SetIfChanged_SetsOnlyOtherBytes()
    {
        _session.SetIfChanged("key", [1, 2]);
        _session.SetIfChanged("key", [1, 2]);
        _session.SetIfChanged("key", [1, 3]);
        _session.SetIfChanged("other", []);

        Assert.Equal(3, _session.Sets);
    }

    [Fact]
    public void EqualValues_AllocateNothing()
    {
        byte[] bytes = [1, 2];
        var text = new string('x', 2000);
        SetAll(bytes, text);
        SetAll(bytes, text);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            SetAll(bytes, text);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Arguments_Null_ThrowAtTheCall()
    {
        Assert.Throws<ArgumentNullException>(() => ((ISession)null!).SetInt32IfChanged("key", 1));
        Assert.Throws<ArgumentNullException>(() => _session.SetStringIfChanged(null!, "value"));
        Assert.Throws<ArgumentNullException>(() => _session.SetStringIfChanged("key", null!));
        Assert.Throws<ArgumentNullException>(() => _session.SetIfChanged("key", null!));
    }

    private void SetAll(byte[] bytes, string text)
    {
        _session.SetIfChanged("bytes", bytes);
        _session.SetStringIfChanged("short", "short");
        _session.SetStringIfChanged("long", text);
        _session.SetInt32IfChanged("number", 7);
    }

    private sealed class DictionarySession : ISession
    {
        private readonly Dictionary<string, byte[]> _values = [];

        public int Sets { get; private set; }

        public bool IsAvailable => true;

        public string Id => "id";

        public IEnumerable<string> Keys => _values.Keys;

        public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => _values.TryGetValue(key, out value);

        public void Set(string key, byte[] value)
        {
            Sets++;
            _values[key] = value;
        }

        public void Remove(string key) => _values.Remove(key);

        public void Clear() => _values.Clear();
    }
}

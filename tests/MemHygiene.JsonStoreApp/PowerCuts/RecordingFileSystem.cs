namespace MemHygiene.JsonStoreApp.PowerCuts;

/// <summary>One folder of files in memory that keeps a record of all it was asked for. Thread-safe.</summary>
internal sealed class RecordingFileSystem
{
    private readonly Lock _gate = new();
    private readonly List<DiskEvent> _events = [];
    private readonly Dictionary<string, RecordedFile> _names = [];
    private readonly List<RecordedFile> _files = [];

    /// <summary>All that happened until now.</summary>
    public DiskEvent[] Events
    {
        get
        {
            lock (_gate)
            {
                return [.. _events];
            }
        }
    }

    public RecordedFile[] Files
    {
        get
        {
            lock (_gate)
            {
                return [.. _names.Select(entry => entry.Value)];
            }
        }
    }

    public void Acknowledge(string writer, long number) => Record(new DiskEvent.Acknowledged(writer, number));

    public RecordedFile? Find(string name)
    {
        lock (_gate)
        {
            return _names.GetValueOrDefault(name);
        }
    }

    public RecordedFile At(int number)
    {
        lock (_gate)
        {
            return _files[number];
        }
    }

    public RecordedFile Create(string name, uint mode)
    {
        lock (_gate)
        {
            var file = new RecordedFile(_files.Count, name, mode);
            _files.Add(file);
            _names[name] = file;
            _events.Add(new DiskEvent.Named((name, file.Number)));
            return file;
        }
    }

    public bool TryRename(string from, string to)
    {
        lock (_gate)
        {
            if (!_names.Remove(from, out var file))
            {
                return false;
            }

            file.Name = to;
            _names[to] = file;
            _events.Add(new DiskEvent.Named((from, null), (to, file.Number)));
            return true;
        }
    }

    public bool TryDelete(string name)
    {
        lock (_gate)
        {
            if (!_names.Remove(name))
            {
                return false;
            }

            _events.Add(new DiskEvent.Named((name, null)));
            return true;
        }
    }

    public void Write(RecordedFile file, long offset, ReadOnlySpan<byte> content)
    {
        lock (_gate)
        {
            file.Write(offset, content);
            _events.Add(new DiskEvent.Written(file.Number, offset, content.ToArray()));
        }
    }

    public void Resize(RecordedFile file, long length)
    {
        lock (_gate)
        {
            file.Resize(length);
            _events.Add(new DiskEvent.Resized(file.Number, length));
        }
    }

    public void Flush(RecordedFile file) => Record(new DiskEvent.Flushed(file.Number));

    public void FlushFolder() => Record(new DiskEvent.FolderFlushed());

    private void Record(DiskEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened);
        }
    }
}

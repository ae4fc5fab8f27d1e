using System.Text;
using MemHygiene.Readings;

namespace MemHygiene.Tests.Readings;

/// <summary>A kernel of a test's own: files by path, which may read differently each time.</summary>
internal sealed class TestFiles : KernelFiles
{
    private readonly Dictionary<string, Func<byte[]?>> _files = [];

    public Dictionary<string, string[]> Folders { get; } = [];

    public Dictionary<string, string> Links { get; } = [];

    public Dictionary<string, int> Reads { get; } = [];

    /// <summary>A file's text; each line ends as the kernel ends it.</summary>
    public string this[string path]
    {
        set => _files[path] = () => Encoding.UTF8.GetBytes(value + "\n");
    }

    public void Set(string path, Func<byte[]?> content) => _files[path] = content;

    public void Remove(string path) => _files.Remove(path);

    public override KernelFile Open(string path) => new TestFile(this, path);

    public override IReadOnlyList<string>? List(string folder) => Folders.GetValueOrDefault(folder);

    public override string? LinkTarget(string path) => Links.GetValueOrDefault(path);

    private sealed class TestFile(TestFiles files, string path) : KernelFile
    {
        public override int Read(Span<byte> buffer, long offset = 0)
        {
            files.Reads[path] = files.Reads.GetValueOrDefault(path) + 1;
            var content = files._files.TryGetValue(path, out var read) ? read() : null;
            var rest = content.AsSpan((int)Math.Min(offset, content?.Length ?? 0));
            rest = rest[..Math.Min(rest.Length, buffer.Length)];
            rest.CopyTo(buffer);
            return rest.Length;
        }

        public override void Dispose()
        {
        }
    }
}

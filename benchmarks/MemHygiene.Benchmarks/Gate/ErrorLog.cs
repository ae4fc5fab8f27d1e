using BenchmarkDotNet.Loggers;

namespace MemHygiene.Benchmarks.Gate;

/// <summary>Keeps what a run says about its failures and drops the rest.</summary>
internal sealed class ErrorLog : ILogger
{
    private readonly List<string> _lines = [];

    public string Id => nameof(ErrorLog);

    public int Priority => 0;

    public IReadOnlyList<string> Lines => _lines;

    public void Write(LogKind logKind, string text) => WriteLine(logKind, text);

    public void WriteLine()
    {
    }

    public void WriteLine(LogKind logKind, string text)
    {
        // The exception that ended a benchmark comes as ordinary output.
        if (!string.IsNullOrWhiteSpace(text) && (logKind == LogKind.Error || text.Contains("Exception", StringComparison.Ordinal)))
        {
            _lines.Add(text.TrimEnd());
        }
    }

    public void Flush()
    {
    }
}

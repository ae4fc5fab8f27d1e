using System.Globalization;
using System.Net;
using System.Text;

namespace MemHygiene.RecyclingApp.Load;

/// <summary>
/// A reader of a stream of server-sent events that carry a counter; each event is a request that was answered. A stream may end as a chunked
/// body ends: then the reader connects again, as an EventSource does. A stream that breaks off, or leaves out a number, is a failure.
/// </summary>
internal sealed class EventLoadClient(EndPoint endPoint, LoadResult result) : ILoadClient
{
    private const string Data = "data:";
    private const string EndOfEvent = "\n\n";

    private readonly StringBuilder _text = new();
    private RawConnection? _stream;
    private long? _last;

    public async Task RequestAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _stream ??= await OpenAsync(cancellationToken);
            if (Take() is { } number)
            {
                if (_last is { } last && number != last + 1)
                {
                    throw new IOException($"Event {number} came after {last}.");
                }

                _last = number;
                return;
            }

            if (await _stream.ReadChunkAsync(cancellationToken) is { } chunk)
            {
                _text.Append(chunk);
                continue;
            }

            if (_text.Length > 0)
            {
                throw new IOException("The stream ended within an event.");
            }

            Dispose();
            result.Closed();
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _stream = null;
        _last = null;
    }

    private async Task<RawConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var stream = await RawConnection.OpenAsync(endPoint, cancellationToken);
        try
        {
            await stream.WriteAsync("GET /ticks HTTP/1.1\r\nHost: test\r\nAccept: text/event-stream\r\n\r\n", cancellationToken);
            var head = await stream.ReadHeadAsync(cancellationToken);
            return head is { Status: 200, Chunked: true } ? stream : throw new IOException($"Answered {head.Status}, which is not a stream.");
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Takes the first event whose end has come. The framework's own comments and other fields are passed over.</summary>
    private long? Take()
    {
        var text = _text.ToString();
        for (var end = text.IndexOf(EndOfEvent, StringComparison.Ordinal); end >= 0; end = text.IndexOf(EndOfEvent, StringComparison.Ordinal))
        {
            var lines = text[..end].Split('\n');
            text = text[(end + EndOfEvent.Length)..];
            _text.Clear().Append(text);
            if (Array.Find(lines, line => line.StartsWith(Data, StringComparison.Ordinal)) is { } line)
            {
                return long.Parse(line.AsSpan(Data.Length).Trim(), CultureInfo.InvariantCulture);
            }
        }

        return null;
    }
}

using System.Globalization;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Sockets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Answers one line, <c>status</c>, <c>restart</c> or <c>scale N</c>, with one line of JSON on a Unix socket that only the supervisor's user may open.</summary>
[SupportedOSPlatform("linux")]
internal sealed class ControlServer : IDisposable
{
    private const int LongestLine = 256;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly Action<Action<Fleet>> _post;
    private readonly ILogger _logger;
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource _stop = new();

    private ControlServer(string path, Action<Action<Fleet>> post, ILogger logger)
    {
        _path = path;
        _post = post;
        _logger = logger;
    }

    /// <returns>Null, after a warning, if the socket cannot be bound: the workers are more important than who asks for them.</returns>
    public static ControlServer? Start(string path, Action<Action<Fleet>> post, ILogger logger)
    {
        var server = new ControlServer(Path.GetFullPath(path), post, logger);
        try
        {
            server.Listen();
            _ = server.AcceptAsync();
            return server;
        }
        catch (Exception exception) when (exception is SocketException or IOException or UnauthorizedAccessException)
        {
            Log.ControlSocketFailed(logger, server._path, exception.Message);
            server._socket.Dispose();
            return null;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _socket.Dispose();
        _stop.Dispose();
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone or another's by now; a socket that nobody listens on harms nobody.
        }
    }

    private void Listen()
    {
        UnixSocketFile.Bind(_socket, new UnixDomainSocketEndPoint(_path));

        // Before it listens nobody can have connected.
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _socket.Listen();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception)
            {
                Log.ControlSocketFailed(_logger, _path, exception.Message);
                return;
            }

            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(Socket client)
    {
        try
        {
            using var stream = new NetworkStream(client, ownsSocket: true);
            using var patience = new CancellationTokenSource(Patience);
            var line = await ReadLineAsync(stream, patience.Token).ConfigureAwait(false);
            var answer = await AskFleetAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).WaitAsync(patience.Token).ConfigureAwait(false);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(answer + "\n"), patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // Who asked has gone, or never asked.
        }
    }

    private static async Task<string> ReadLineAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestLine];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            length += read;
            if (read == 0 || buffer.AsSpan(0, length).Contains((byte)'\n'))
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(buffer, 0, length).Split('\n')[0].Trim();
    }

    private Task<string> AskFleetAsync(string[] words)
    {
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _post(fleet => answer.SetResult(Answer(fleet, words)));
        return answer.Task;
    }

    private static string Answer(Fleet fleet, string[] words)
    {
        switch (words)
        {
            case ["status"]:
                return JsonSerializer.Serialize(fleet.Status(), ControlJson.Default.FleetStatus);
            case ["restart"]:
                fleet.RestartAll();
                return JsonSerializer.Serialize(fleet.Status(), ControlJson.Default.FleetStatus);
            case ["scale", var number] when int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var workers) && workers is >= 1 and <= Fleet.MostWorkers:
                fleet.Scale(_ => workers);
                return JsonSerializer.Serialize(fleet.Status(), ControlJson.Default.FleetStatus);
            default:
                return JsonSerializer.Serialize(
                    new ControlError($"'{string.Join(' ', words)}' is none of status, restart and scale N, with N from 1 to {Fleet.MostWorkers}."), ControlJson.Default.ControlError);
        }
    }
}

using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MemHygiene.AspNetCore.Recycling.Fleets;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Asks a running supervisor.</summary>
internal static class ControlClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="IOException">No supervisor answers there, or it does not know what was asked.</exception>
    public static async Task<FleetStatus> AskAsync(string path, string command)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        string answer;
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.GetFullPath(path)), patience.Token).ConfigureAwait(false);
            using var stream = new NetworkStream(socket);
            await stream.WriteAsync(Encoding.UTF8.GetBytes(command + "\n"), patience.Token).ConfigureAwait(false);
            using var reader = new StreamReader(stream);
            answer = await reader.ReadToEndAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            throw new IOException($"No supervisor answers on {Path.GetFullPath(path)}: {exception.Message}", exception);
        }

        using var document = JsonDocument.Parse(answer);
        return document.RootElement.TryGetProperty("error", out var error)
            ? throw new IOException(error.GetString())
            : document.Deserialize(ControlJson.Default.FleetStatus)!;
    }
}

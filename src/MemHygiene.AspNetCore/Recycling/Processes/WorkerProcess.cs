using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Output;
using MemHygiene.AspNetCore.Recycling.Sockets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>A worker as the supervisor holds it: the process, this side of its control channel, and the thread that reads it.</summary>
internal sealed class WorkerProcess : IWorkerProcess
{
    private const int ReaderStackBytes = 256 * 1024;
    private static readonly TimeSpan LastWordsTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Processes that the worker has started may hold its output open for as long as they like, and no replacement waits for them.</summary>
    private static readonly TimeSpan LastOutputTimeout = TimeSpan.FromSeconds(0.25);

    private readonly Process _process;
    private readonly ControlChannel _channel;
    private readonly WorkerOutput? _output;
    private readonly SharedListenSockets _sockets;
    private readonly OomKills _oomKills;
    private readonly Action<Action<Fleet>> _report;
    private readonly ILogger _logger;
    private readonly TaskCompletionSource _channelEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _lastWords;

    private WorkerProcess(
        int number, Process process, ControlChannel channel, WorkerOutput? output, SharedListenSockets sockets, OomKills oomKills, Action<Action<Fleet>> report, ILogger logger)
    {
        Number = number;
        ProcessId = process.Id;
        _process = process;
        _channel = channel;
        _output = output;
        _sockets = sockets;
        _oomKills = oomKills;
        _report = report;
        _logger = logger;
    }

    public int Number { get; }

    public int ProcessId { get; }

    /// <summary>Starts the process. Not thread-safe: two starts at a time would inherit each other's channels.</summary>
    public static WorkerProcess Start(
        WorkerStart start, IReadOnlyList<string> args, bool numberOutput, SharedListenSockets sockets, OomKills oomKills, Action<Action<Fleet>> report, ILogger logger)
    {
        var (channel, childDescriptor) = ControlChannel.CreatePair();
        try
        {
            var process = Process.Start(WorkerCommand.Create(args, start, childDescriptor, numberOutput, isTerminal: !Console.IsOutputRedirected))!;
            var output = numberOutput ? WorkerOutput.Follow(process, start.Number, SharedOutput.Standard, SharedOutput.Error) : null;
            var worker = new WorkerProcess(start.Number, process, channel, output, sockets, oomKills, report, logger);
            new Thread(worker.ReadChannel, ReaderStackBytes) { IsBackground = true, Name = $"MemHygiene worker {start.Number}" }.Start();
            _ = worker.ReportExitAsync();
            return worker;
        }
        catch
        {
            channel.Dispose();
            throw;
        }
        finally
        {
            _ = Native.Close(childDescriptor);
        }
    }

    public void Serve() => _channel.TrySend(new ControlMessage(ControlVerb.Serve));

    public void Drain() => _channel.TrySend(new ControlMessage(ControlVerb.Drain));

    public void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It has just ended by itself.
        }
    }

    private void ReadChannel()
    {
        while (_channel.Receive() is { } message)
        {
            switch (message.Verb)
            {
                case ControlVerb.Bind:
                    _channel.TrySend(Bind(message.Text));
                    break;
                case ControlVerb.Ready:
                    _sockets.WarnOfUnused();
                    _report(fleet => fleet.Ready(Number));
                    break;
                case ControlVerb.Serving:
                    _report(fleet => fleet.Serving(Number));
                    break;
                case ControlVerb.Pulse:
                    var pulse = WorkerPulse.Parse(message.Text);
                    _report(fleet => fleet.Pulse(Number, pulse));
                    break;
                case ControlVerb.Exhausted:
                    var requests = long.Parse(message.Text, CultureInfo.InvariantCulture);
                    _report(fleet => fleet.Exhausted(Number, requests));
                    break;
                case ControlVerb.Retire:
                    _report(fleet => fleet.Retire(Number));
                    break;
                case ControlVerb.Failed:
                    _lastWords = message.Text;
                    break;
            }
        }

        _channel.Dispose();
        _channelEnded.TrySetResult();
    }

    private ControlMessage Bind(string text)
    {
        try
        {
            var socket = _sockets.Get(BindRequest.Parse(text), out var boundNow);
            if (boundNow)
            {
                Log.Bound(_logger, socket.LocalEndPoint!.ToString()!);
            }

            return new ControlMessage(ControlVerb.Bound, Descriptor: (int)socket.Handle);
        }
        catch (SocketException exception)
        {
            return new ControlMessage(ControlVerb.BindFailed, ((int)exception.SocketErrorCode).ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task ReportExitAsync()
    {
        await _process.WaitForExitAsync().ConfigureAwait(false);
        var exitCode = _process.ExitCode;
        if (exitCode == WorkerExit.Killed && _oomKills.Explain())
        {
            Log.OutOfMemory(_logger, Number, ProcessId);
        }

        // What the worker said last may still be in the channel and the pipes.
        await WaitAsync(_channelEnded.Task, LastWordsTimeout).ConfigureAwait(false);
        await WaitAsync(_output?.Ended ?? Task.CompletedTask, LastOutputTimeout).ConfigureAwait(false);
        _process.Dispose();
        _report(fleet => fleet.Exited(Number, exitCode, _lastWords));
    }

    private static async Task WaitAsync(Task end, TimeSpan timeout)
    {
        try
        {
            await end.WaitAsync(timeout).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Something else holds the other side open.
        }
    }
}

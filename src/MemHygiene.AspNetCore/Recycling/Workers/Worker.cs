using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using MemHygiene.AspNetCore.Recycling.Draining;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.AspNetCore.Recycling.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>This process as a worker: its talk with the supervisor and its count of requests.</summary>
internal sealed class Worker
{
    private readonly ControlChannel _channel;
    private readonly Lock _binding = new();
    private readonly Dictionary<(string Key, int Slot), Socket> _sockets = [];
    private TaskCompletionSource<ControlMessage>? _bindReply;
    private PosixSignalRegistration[] _signals = [];
    private volatile bool _serves;
    private bool _supervisorGone;
    private long _requests;

    internal Worker(int number, ControlChannel channel, SupervisorOptions options)
    {
        Number = number;
        Options = options;
        Drain = new Drain(options);
        WarmUp = new WarmUp(options);
        _channel = channel;
        RequestLimit = RecyclePolicy.DrawRequestLimit(options, Random.Shared);
    }

    /// <summary>The worker that this process is, or null in a supervisor or an app without one.</summary>
    public static Worker? Current { get; private set; }

    public int Number { get; }

    public SupervisorOptions Options { get; }

    public Drain Drain { get; }

    /// <summary>At which request it asks for its replacement.</summary>
    public long RequestLimit { get; }

    public WarmUp WarmUp { get; }

    public long Requests => Interlocked.Read(ref _requests);

    public static void Start(WorkerIdentity identity, SupervisorOptions options)
    {
        var worker = new Worker(identity.Number, ControlChannel.Inherit(identity.Descriptor), options);
        Current = worker;
        HostBuildingHook.Install(worker);
        worker.ListenToSignals();
        AppDomain.CurrentDomain.UnhandledException += (_, failure) => worker.ReportFailure(failure.ExceptionObject);
        new Thread(worker.ReadChannel) { IsBackground = true, Name = "MemHygiene control channel" }.Start();
        new Heartbeat(worker, worker._channel).Start();
    }

    /// <summary>The listening socket that all workers share. It is never disposed here: that would end or poison it for the others.</summary>
    /// <exception cref="AddressInUseException">Another program has the end point.</exception>
    /// <exception cref="SocketException">The supervisor cannot bind it.</exception>
    public Socket Bind(EndPoint endPoint, int slot, int backlog)
    {
        lock (_binding)
        {
            var name = (BindRequest.Key(endPoint), slot);
            if (!_sockets.TryGetValue(name, out var socket))
            {
                socket = Request(new BindRequest(endPoint, slot, backlog));
                _sockets.Add(name, socket);
            }

            return socket;
        }
    }

    /// <summary>The host has started: once it is warm, the supervisor may let it serve.</summary>
    public void HostStarted(IHostApplicationLifetime lifetime, ILogger logger)
    {
        Drain.Attach(this, lifetime, logger);
        _ = GetReadyAsync(logger);
    }

    public void CountRequest()
    {
        if (!_serves)
        {
            // Its own, to get warm.
            return;
        }

        var requests = Interlocked.Increment(ref _requests);
        if (requests == RequestLimit)
        {
            _channel.TrySend(new ControlMessage(ControlVerb.Exhausted, requests.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task GetReadyAsync(ILogger logger)
    {
        await WarmUp.RunAsync(logger).ConfigureAwait(false);
        _channel.TrySend(new ControlMessage(ControlVerb.Ready));
    }

    private Socket Request(BindRequest request)
    {
        var reply = new TaskCompletionSource<ControlMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_channel)
        {
            _bindReply = reply;
            if (_supervisorGone || !_channel.TrySend(new ControlMessage(ControlVerb.Bind, request.Text)))
            {
                throw new IOException("The supervisor is gone: it cannot bind a socket.");
            }
        }

        var answer = reply.Task.GetAwaiter().GetResult();
        if (answer is { Verb: ControlVerb.Bound, Descriptor: >= 0 })
        {
            return new Socket(new SafeSocketHandle(answer.Descriptor, ownsHandle: false));
        }

        var exception = new SocketException(int.TryParse(answer.Text, CultureInfo.InvariantCulture, out var error) ? error : (int)SocketError.Shutdown);
        throw exception.SocketErrorCode == SocketError.AddressAlreadyInUse ? new AddressInUseException(exception.Message, exception) : exception;
    }

    /// <summary>Runs on a thread of its own until the supervisor is gone.</summary>
    internal void ReadChannel()
    {
        while (_channel.Receive() is { } message)
        {
            switch (message.Verb)
            {
                case ControlVerb.Serve:
                    _serves = true;
                    Drain.Open();
                    _channel.TrySend(new ControlMessage(ControlVerb.Serving));
                    break;
                case ControlVerb.Drain:
                    Drain.Begin();
                    break;
                default:
                    Reply(message);
                    break;
            }
        }

        // The supervisor is gone, and nobody would replace this worker: what is under way is answered, then it ends too.
        lock (_channel)
        {
            _supervisorGone = true;
        }

        Reply(new ControlMessage(ControlVerb.BindFailed));
        Drain.Begin();
        _channel.Dispose();
    }

    private void Reply(ControlMessage message)
    {
        lock (_channel)
        {
            _bindReply?.TrySetResult(message);
        }
    }

    private void ListenToSignals()
    {
        // A terminal sends INT, QUIT and HUP to the supervisor as well, which says what is to be done. TERM is for this worker alone.
        PosixSignal[] supervisors = [PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGHUP];
        _signals =
        [
            .. supervisors.Select(signal => PosixSignalRegistration.Create(signal, static context => context.Cancel = true)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
            {
                context.Cancel = true;
                _channel.TrySend(new ControlMessage(ControlVerb.Retire));
            }),
        ];
    }

    private void ReportFailure(object failure)
    {
        var text = failure is Exception exception ? $"{exception.GetType()}: {exception.Message}" : failure.ToString();
        _channel.TrySend(new ControlMessage(ControlVerb.Failed, text ?? ""));
    }
}

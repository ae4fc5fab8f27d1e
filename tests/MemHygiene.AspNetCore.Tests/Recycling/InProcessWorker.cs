using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.AspNetCore.Recycling.Sockets;
using MemHygiene.AspNetCore.Recycling.Workers;
using Microsoft.AspNetCore.Builder;

namespace MemHygiene.AspNetCore.Tests.Recycling;

/// <summary>A worker inside this process, with a thread that answers for the supervisor. It must not drain: that ends the process.</summary>
internal sealed class InProcessWorker : IDisposable
{
    private readonly SharedListenSockets _sockets = new();
    private readonly ControlChannel _supervisorsEnd;
    private readonly ControlChannel _workersEnd;

    public InProcessWorker(SupervisorOptions options)
    {
        (_supervisorsEnd, var descriptor) = ControlChannel.CreatePair();
        _workersEnd = ControlChannel.Inherit(descriptor);
        Worker = new Worker(1, _workersEnd, options);
        new Thread(AnswerForTheSupervisor) { IsBackground = true }.Start();
        new Thread(Worker.ReadChannel) { IsBackground = true }.Start();
    }

    public Worker Worker { get; }

    public void AddTo(WebApplicationBuilder builder) => WorkerServices.Add(builder.Services, Worker);

    public void Dispose() => _sockets.Dispose();

    private void AnswerForTheSupervisor()
    {
        while (_supervisorsEnd.Receive() is { } message)
        {
            if (message.Verb == ControlVerb.Ready)
            {
                _supervisorsEnd.TrySend(new ControlMessage(ControlVerb.Serve));
            }
            else if (message.Verb == ControlVerb.Bind)
            {
                var socket = _sockets.Get(BindRequest.Parse(message.Text), out _);
                _supervisorsEnd.TrySend(new ControlMessage(ControlVerb.Bound, Descriptor: (int)socket.Handle));
            }
        }
    }
}

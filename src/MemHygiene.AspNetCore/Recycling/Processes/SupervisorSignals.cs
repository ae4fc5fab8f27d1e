using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Sockets;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Recycling.Processes;

/// <summary>TERM, INT and QUIT stop gracefully, and at once when sent again. HUP restarts, unless it says that the terminal is gone. TTIN and TTOU ask for a worker more or less, USR1 for the status.</summary>
[SupportedOSPlatform("linux")]
internal sealed class SupervisorSignals : IDisposable
{
    // Not among .NET's names; the number is the same on all Linux that .NET runs on.
    private const PosixSignal User1 = (PosixSignal)10;

    private readonly Action<Action<Fleet>> _post;
    private readonly SharedListenSockets _sockets;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _stops;

    public SupervisorSignals(Action<Action<Fleet>> post, SharedListenSockets sockets, ILogger logger)
    {
        _post = post;
        _sockets = sockets;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Console.IsInputRedirected ? Restart : Stop));
        On(PosixSignal.SIGTTIN, fleet => fleet.Scale(workers => workers + 1));
        On(PosixSignal.SIGTTOU, fleet => fleet.Scale(workers => workers - 1));
        On(User1, fleet => Log.Status(logger, Environment.NewLine, fleet.Status()));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

    private void On(PosixSignal signal, Action<Fleet> act) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        _post(act);
    }));

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _stops) == 1)
        {
            _post(fleet =>
            {
                _sockets.StopListening();
                fleet.Stop();
            });
        }
        else
        {
            _post(fleet => fleet.KillAll());
        }
    }

    private void Restart(PosixSignalContext context)
    {
        context.Cancel = true;
        _post(fleet => fleet.RestartAll());
    }
}

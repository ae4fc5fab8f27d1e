using System.Runtime.InteropServices;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>TERM, INT and QUIT stop gracefully, and at once when sent again. HUP restarts, unless it says that the terminal is gone.</summary>
internal sealed class SupervisorSignals : IDisposable
{
    private readonly Action<Action<Fleet>> _post;
    private readonly SharedListenSockets _sockets;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _stops;

    public SupervisorSignals(Action<Action<Fleet>> post, SharedListenSockets sockets)
    {
        _post = post;
        _sockets = sockets;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, Stop));
        }

        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGHUP, Console.IsInputRedirected ? Restart : Stop));
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());

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

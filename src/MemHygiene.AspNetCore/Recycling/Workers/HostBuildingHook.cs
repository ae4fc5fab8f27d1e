using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace MemHygiene.AspNetCore.Recycling.Workers;

/// <summary>
/// Puts a worker's parts into the app's host without a line in its builder code. Every host announces on a diagnostic listener that it is
/// about to be built, and hands itself over: the door by which test hosts and design-time tools come in (dotnet/runtime#53757). A hosting startup assembly would be the
/// documented way, but CreateSlimBuilder does not run them and whatever the app registers later, such as UseSockets, wins over them.
/// </summary>
internal sealed class HostBuildingHook(Worker worker) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Hosting = "Microsoft.Extensions.Hosting";
    private const string HostBuilding = "HostBuilding";

    public static void Install(Worker worker) => DiagnosticListener.AllListeners.Subscribe(new HostBuildingHook(worker));

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Hosting)
        {
            value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: HostBuilding, Value: IHostBuilder builder })
        {
            builder.ConfigureServices((_, services) => WorkerServices.Add(services, worker));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}

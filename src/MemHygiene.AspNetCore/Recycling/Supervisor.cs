using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using MemHygiene.AspNetCore.Recycling.Fleets;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.AspNetCore.Recycling.Sockets;
using MemHygiene.AspNetCore.Recycling.Systemd;
using MemHygiene.AspNetCore.Recycling.Workers;
using MemHygiene.Readings;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MemHygiene.AspNetCore.Recycling;

/// <summary>Turns a web app into workers that are replaced, with no request dropped, after a number of requests.</summary>
public static class Supervisor
{
    /// <summary>
    /// The first line of a program: <c>if (await Supervisor.RunAsync(args)) { return; }</c>. The process that is started by hand becomes the
    /// supervisor: it owns the listening sockets, starts this same program again as workers and replaces them; no part of the app runs in it.
    /// In a worker the call returns at once and the program goes on as if it were alone; Kestrel binds whatever the app asks for.
    /// </summary>
    /// <remarks>
    /// TERM and INT stop everything gracefully, a second one at once; HUP replaces every worker; TTIN and TTOU add and take away one; USR1 says the status. Call it once, from the
    /// program's own entry point: under a test host or a tool that runs the program inside its own process it returns false.
    /// If no worker can be started five times in a row it sets <see cref="Environment.ExitCode"/> to 3 and returns true.
    /// </remarks>
    /// <param name="args">The program's arguments, which the workers get too.</param>
    /// <param name="configure">Sets the options; it runs in the supervisor and in every worker.</param>
    /// <returns>True in the supervisor, after it has stopped, and after a command of ours (<c>--explain</c> alone, <c>memhygiene status</c>, <c>restart</c>, <c>scale N</c>): the program must return. False in a worker, with <see cref="SupervisorOptions.Workers"/> 0, and where there is no Linux.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="args"/> is null.</exception>
    /// <exception cref="OptionsValidationException">An option, or an environment variable that overrides one, has a value that cannot be.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Task<bool> RunAsync(string[] args, Action<SupervisorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(args);

        var options = SupervisorEnvironment.Resolve(configure, Environment.GetEnvironmentVariable);
        if (WorkerIdentity.Take() is { } identity)
        {
            Worker.Start(identity, options);
            return Task.FromResult(false);
        }

        // Native code has no calling assembly, and no tool that could load it.
        var caller = RuntimeFeature.IsDynamicCodeSupported ? Assembly.GetCallingAssembly() : null;
        if (IsTheProgram(caller) && SupervisorCommand.IsFor(args))
        {
            return CommandAsync(args, options);
        }

        return MaySupervise(options, caller) ? SuperviseAsync(args, options) : Task.FromResult(false);
    }

    [SupportedOSPlatformGuard("linux")]
    private static bool MaySupervise(SupervisorOptions options, Assembly? caller)
    {
        if (options.WorkerCount == 0)
        {
            return false;
        }

        if (!OperatingSystem.IsLinux())
        {
            Log.NotSupported(StandardErrorLogger.Instance);
            return false;
        }

        if (!IsTheProgram(caller))
        {
            Log.NotTheProgram(StandardErrorLogger.Instance, caller!.GetName().Name, Assembly.GetEntryAssembly()?.GetName().Name);
            return false;
        }

        return true;
    }

    private static bool IsTheProgram(Assembly? caller) => caller is null || caller == Assembly.GetEntryAssembly();

    private static async Task<bool> CommandAsync(string[] args, SupervisorOptions options)
    {
        Environment.ExitCode = await SupervisorCommand.RunAsync(args, options, Console.Out, Console.Error).ConfigureAwait(false);
        return true;
    }

    [SupportedOSPlatform("linux")]
    private static async Task<bool> SuperviseAsync(string[] args, SupervisorOptions options)
    {
        ILogger logger = StandardErrorLogger.Instance;
        Log.Supervising(logger, Environment.ProcessId, options.WorkerCount, options.MaxRequests);
        using var sockets = new SharedListenSockets(ActivatedSockets.Take(Environment.GetEnvironmentVariable, Environment.ProcessId, logger));
        using var notifier = ServiceNotifier.Connect(Environment.GetEnvironmentVariable, Environment.ProcessId, TimeProvider.System, logger);
        var loop = new SupervisorLoop(TimeProvider.System);
        var oomKills = new OomKills(ContainerMemory.Read);
        var fleet = new Fleet(options, TimeProvider.System, start => WorkerProcess.Start(start, args, options.NumberOutput, sockets, oomKills, loop.Post, logger), logger);
        using var signals = new SupervisorSignals(loop.Post, sockets, logger);
        using var control = options.ControlSocket is { } path ? ControlServer.Start(path, loop.Post, logger) : null;
        IgnoredSignals.Warn(logger);
        await loop.RunAsync(fleet, notifier).ConfigureAwait(false);
        if (fleet.ExitCode != 0)
        {
            Environment.ExitCode = fleet.ExitCode;
        }

        return true;
    }
}

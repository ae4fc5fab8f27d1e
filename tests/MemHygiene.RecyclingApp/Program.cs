using MemHygiene.AspNetCore.Recycling;
using MemHygiene.RecyclingApp;

if (args is ["soak", ..])
{
    return await Soak.RunAsync(args);
}

if (args is ["leak", ..])
{
    return await LeakCommand.RunAsync(args);
}

if (args is ["modelfile", ..])
{
    return await ModelFileCommand.RunAsync(args);
}

if (await Supervisor.RunAsync(args, options => AppArguments.Apply(args, options)))
{
    return Environment.ExitCode;
}

if (args.Contains("--crash"))
{
    throw new InvalidOperationException("The configuration is broken.");
}

if (args.Contains("--done"))
{
    return 0;
}

if (args.Contains("--never-ready"))
{
    await Task.Delay(Timeout.Infinite);
}

HeldModel.Load(args);
if (args.Contains("--single"))
{
    return await SingleHost.RunAsync(args);
}

await Hosts.RunAsync(args);
return 0;

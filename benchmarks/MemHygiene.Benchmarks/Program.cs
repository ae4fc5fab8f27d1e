using BenchmarkDotNet.Running;
using MemHygiene.Benchmarks.Gate;

if (args is ["gate", .. var options])
{
    return GateCommand.Run(options);
}

BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;

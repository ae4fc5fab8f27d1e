using System.CommandLine;
using BeforeAfter;

return await BeforeAfterCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(20) });

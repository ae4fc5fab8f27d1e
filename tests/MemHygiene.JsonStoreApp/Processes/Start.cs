namespace MemHygiene.JsonStoreApp.Processes;

/// <summary>Starts the work of several processes at once, when all of them are ready.</summary>
internal static class Start
{
    private const string Ready = "ready";
    private const string Go = "go";

    /// <summary>The worker's side: says that it is ready and waits for the others.</summary>
    public static async Task WaitAsync()
    {
        Console.WriteLine(Ready);
        if (await Console.In.ReadLineAsync() != Go)
        {
            Environment.Exit(3);
        }
    }

    /// <summary>The parent's side: runs the workers to their end.</summary>
    /// <param name="arguments">Of one worker each.</param>
    /// <param name="onLine">Takes each line, with the worker's number. Lines of one worker come one after the other.</param>
    /// <exception cref="Violation">One ended with an error.</exception>
    public static async Task<TimeSpan> RunAsync(IReadOnlyList<IEnumerable<string>> arguments, Action<int, string> onLine)
    {
        using var ready = new CountdownEvent(arguments.Count);
        Worker[] workers =
        [
            .. arguments.Select((args, number) => new Worker(args, line =>
            {
                if (line == Ready)
                {
                    ready.Signal();
                }
                else
                {
                    onLine(number, line);
                }
            })),
        ];
        try
        {
            var allReady = Task.Run(ready.Wait);
            await Task.WhenAny([allReady, .. workers.Select(worker => worker.Ended)]);
            var began = TimeProvider.System.GetTimestamp();
            if (!allReady.IsCompleted)
            {
                throw new Violation("A process ended before it was ready.");
            }

            foreach (var worker in workers)
            {
                worker.Send(Go);
            }

            var codes = await Task.WhenAll(workers.Select(worker => worker.Ended));
            return codes.All(code => code == 0)
                ? TimeProvider.System.GetElapsedTime(began)
                : throw new Violation($"Processes ended with {string.Join(", ", codes)}.");
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }
}

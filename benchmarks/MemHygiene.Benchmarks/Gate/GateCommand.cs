using System.Diagnostics;
using System.Globalization;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Environments;
using MemHygiene.Testing;

namespace MemHygiene.Benchmarks.Gate;

/// <summary>
/// <c>gate [--only CLASS] [--limits FILE] [--export]</c>: a short run of every benchmark. Ends with 1 when a benchmark allocates more than its
/// limit or a limit has no benchmark. Times and ratios are printed for the reader: a shared machine cannot judge them.
/// </summary>
internal static class GateCommand
{
    private static readonly string[] Options = ["--only", "--limits", "--export"];

    public static int Run(string[] arguments)
    {
        if (arguments.FirstOrDefault(argument => argument.StartsWith('-') && !Options.Contains(argument)) is { } unknown)
        {
            Console.Error.WriteLine($"error: unknown option {unknown}; there are {string.Join(", ", Options)}.");
            return 2;
        }

        var export = arguments.Contains("--export");
        var limits = AllocationLimits.Read(Value(arguments, "--limits") ?? RepositoryRoot.Combine("benchmarks", "allocation-limits.json"));
        var only = Value(arguments, "--only");
        limits = only is null ? limits : limits.Only(only);
        var elapsed = Stopwatch.StartNew();
        var errors = new ErrorLog();
        var measurements = new List<Measurement>();
        foreach (var benchmarks in BenchmarkClasses().Where(type => only is null || type.Name == only))
        {
            var measured = Measurement.From(GateRun.Of(benchmarks, RepositoryRoot.Combine("artifacts", "benchmarks"), export, errors));
            var table = MarkdownTable.Of(measured, limits);
            Console.WriteLine(table);
            if (export)
            {
                Export(benchmarks.Name, table);
            }

            measurements.AddRange(measured);
        }

        return Report(limits, measurements, errors, elapsed.Elapsed);
    }

    private static int Report(AllocationLimits limits, List<Measurement> measurements, ErrorLog errors, TimeSpan elapsed)
    {
        foreach (var line in measurements.Exists(measurement => measurement.Nanoseconds is null) ? errors.Lines : [])
        {
            Console.Error.WriteLine(line);
        }

        var broken = limits.Broken(measurements)
            .Concat(measurements.Where(measurement => measurement.Nanoseconds is null).Select(measurement => $"{measurement.Name} failed."))
            .ToArray();
        foreach (var sentence in broken)
        {
            Console.Error.WriteLine($"error: {sentence}");
        }

        var limited = measurements.Count(measurement => limits.Of(measurement.Name) is not null);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{measurements.Count} benchmarks in {elapsed.TotalSeconds:0} s, {limited} with an allocation limit, {broken.Length} errors"));
        return broken.Length == 0 ? 0 : 1;
    }

    private static IEnumerable<Type> BenchmarkClasses()
        => typeof(GateCommand).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute), inherit: true)))
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    private static void Export(string name, string table)
    {
        var folder = Directory.CreateDirectory(RepositoryRoot.Combine("benchmarks", "results")).FullName;
        var machine = string.Join('\n', HostEnvironmentInfo.GetCurrent().ToFormattedString());
        File.WriteAllText(Path.Combine(folder, $"{name}.md"), $"""
            # {name}

            {DateTime.UtcNow:yyyy-MM-dd}, `dotnet run -c Release --project benchmarks/MemHygiene.Benchmarks -- gate --only {name} --export`

            ```text
            {machine}
            ```

            Times are the median of nine iterations, each of a quarter of a second: on a shared machine they differ from run to run by a third and more, small ratios mean nothing. Bytes are exact.

            {table}
            """.ReplaceLineEndings("\n").TrimEnd('\n') + "\n");
    }

    private static string? Value(string[] arguments, string option)
        => Array.IndexOf(arguments, option) is var index and >= 0 && index + 1 < arguments.Length ? arguments[index + 1] : null;
}

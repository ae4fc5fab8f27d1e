using System.Text.Json;
using Spectre.Console;

namespace MemHygiene.BeforeAfter.Tests;

/// <summary>The whole command, once, with few requests: the same builds, fixes, processes and sockets as the real one.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("before-after-run-").FullName;
    private readonly StringWriter _output = new();

    public string Output => _output.ToString();

    public bool Succeeded { get; private set; }

    public byte[] ReportBytes => File.ReadAllBytes(Path.Combine(_folder, "report.json"));

    public JsonElement Report => JsonDocument.Parse(ReportBytes).RootElement;

    public string Page => File.ReadAllText(Path.Combine(_folder, "report.html"));

    public async ValueTask InitializeAsync()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(_output), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No });
        console.Profile.Width = 500;
        var options = new RunOptions
        {
            Requests = 40,
            Users = 4,
            Rounds = 2,
            Rest = TimeSpan.FromMilliseconds(100),
            Settle = TimeSpan.FromMilliseconds(100),
            Json = Path.Combine(_folder, "report.json"),
        };
        Succeeded = await new Run(options, console).ExecuteAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

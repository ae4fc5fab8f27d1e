using System.Collections.Immutable;
using MemHygiene.RequestReach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace MemHygiene.Rules.MH1005_ProcessStartedPerRequest;

/// <summary>What starts a process. Add a line to add a library.</summary>
internal static class ProcessStarts
{
    public static readonly SinkTable Table = new(ImmutableArray.Create(
        "System.Diagnostics.Process::Start",
        "CliWrap.Command::ExecuteAsync",
        "CliWrap.Buffered.*::ExecuteBufferedAsync",
        "CliWrap.EventStream.*::ListenAsync",
        "CliWrap.EventStream.*::Observe",
        "SimpleExec.Command::Run",
        "SimpleExec.Command::RunAsync",
        "SimpleExec.Command::ReadAsync",
        "Medallion.Shell.Command::Run",
        "Medallion.Shell.Shell::Run",
        "FFMpegCore.FFMpegArgumentProcessor::ProcessSynchronously",
        "FFMpegCore.FFMpegArgumentProcessor::ProcessAsynchronously",
        "FFMpegCore.FFProbe::Analyse",
        "FFMpegCore.FFProbe::AnalyseAsync",
        "Xabe.FFmpeg.IConversion::Start",
        "PuppeteerSharp.Puppeteer::LaunchAsync",
        "Microsoft.Playwright.Playwright::CreateAsync",
        "Microsoft.Playwright.IBrowserType::LaunchAsync",
        "Microsoft.Playwright.IBrowserType::LaunchPersistentContextAsync",
        "OpenQA.Selenium.Chrome.ChromeDriver",
        "OpenQA.Selenium.Firefox.FirefoxDriver",
        "OpenQA.Selenium.Edge.EdgeDriver"));

    /// <summary>What the code around a call tells: what starts a process has the type's name near.</summary>
    public static bool MayBe(SyntaxNode call) =>
        call is not InvocationExpressionSyntax { Expression: var called } || CandidateUse.LastName(called) != "Start" || TreeIndex.For(call.SyntaxTree, CancellationToken.None).Mentions("Process");

    /// <summary>As messages name it: <c>Process.Start</c>.</summary>
    public static string NameOf(IOperation operation, Sink sink) => operation is IInvocationOperation { TargetMethod.ContainingType: { } owner } ? owner.Name + "." + sink.Member : sink.Type.Name;

    public static bool IsBrowser(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.Name: "LaunchAsync" or "LaunchPersistentContextAsync" or "CreateAsync" } => true,
        IObjectCreationOperation => true,
        _ => false,
    };
}

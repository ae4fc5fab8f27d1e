using System.Collections.Immutable;
using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;
using MemHygiene.Rules.MH1002_SessionSavedPerRequest;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using MemHygiene.Rules.MH1004_FileParsedPerRequest;
using MemHygiene.Rules.MH1005_ProcessStartedPerRequest;
using MemHygiene.Rules.MH1006_CodeGeneratedPerRequest;
using MemHygiene.Rules.MH1007_InfrastructureBuiltPerRequest;
using MemHygiene.Rules.MH1008_CollectPerRequest;
using MemHygiene.Rules.MH1009_LargeBufferPerRequest;
using MemHygiene.Rules.MH2001_CollectionOnlyGrows;
using MemHygiene.Rules.MH2002_CacheWithoutBound;
using MemHygiene.Rules.MH2003_QueueWithoutBound;
using MemHygiene.Rules.MH2004_EventKeepsSubscriber;
using MemHygiene.Rules.MH2005_ClientNameFromData;
using MemHygiene.Rules.MH2006_DisposableFromRootProvider;
using MemHygiene.Rules.MH3001_RentedArrayNotReturned;
using MemHygiene.Rules.MH3002_JsonDocumentNotDisposed;
using MemHygiene.Rules.MH3003_TimerNotDisposed;
using MemHygiene.Rules.MH3004_LeaseNotDisposed;
using MemHygiene.Rules.MH4001_ContextNotPooled;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Tests;

/// <summary>No code makes an analyzer throw: half-typed, cut short, or without the assemblies that it needs.</summary>
public sealed class RobustnessTests
{
    [Fact]
    public async Task EverySink_IsFoundInOneTopLevelProgram()
    {
        Assert.Equal(3, (await Rule<ModelLoadedPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Equal(2, (await Rule<SessionSavedPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Equal(2, (await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Equal(2, (await Rule<FileParsedPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Single(await Rule<ProcessStartedPerRequestAnalyzer>.FindAsync(Whole));
        Assert.Equal(2, (await Rule<CodeGeneratedPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Equal(2, (await Rule<InfrastructureBuiltPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Single(await Rule<CollectPerRequestAnalyzer>.FindAsync(Whole));
        Assert.Equal(2, (await Rule<LargeBufferPerRequestAnalyzer>.FindAsync(Whole)).Length);
        Assert.Single(await Rule<CollectionOnlyGrowsAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<CacheWithoutBoundAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<QueueWithoutBoundAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<RentedArrayNotReturnedAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<JsonDocumentNotDisposedAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<CacheWithoutBoundAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<EventKeepsSubscriberAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<ClientNameFromDataAnalyzer>.FindAsync(Whole));
        Assert.Single(await Rule<DisposableFromRootProviderAnalyzer>.FindAsync(Whole));
    }

    [Fact]
    public async Task WithoutAspNetCore_NothingIsReportedAndNothingThrows()
    {
        var without = Whole with { HasAspNetCore = false, MayHaveErrors = true };

        Assert.Empty(await Rule<ModelLoadedPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<SessionSavedPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<FileParsedPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<ProcessStartedPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<CodeGeneratedPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<InfrastructureBuiltPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<CollectPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<LargeBufferPerRequestAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<CollectionOnlyGrowsAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<CacheWithoutBoundAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<QueueWithoutBoundAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<EventKeepsSubscriberAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<ClientNameFromDataAnalyzer>.FindAsync(without));
        Assert.Empty(await Rule<DisposableFromRootProviderAnalyzer>.FindAsync(without));
    }

    [Fact]
    public async Task MissingBaseClass_IsStillAController()
    {
        var project = new Project
        {
            Sources = ["public class RatesController : CompanyControllerBase { public object Get() => new HttpClient(); }"],
            MayHaveErrors = true,
        };

        Assert.Single(await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(project));
    }

    [Fact]
    public async Task SourceCutShortAnywhere_NeverThrows()
    {
        var whole = Sources.EverySink;
        for (var length = 40; length < whole.Length; length += 97)
        {
            await RunAllAsync(whole[..length]);
        }
    }

    [Fact]
    public async Task SourceWithAPieceMissing_NeverThrows()
    {
        var whole = Sources.EverySink;
        var random = new Random(1);
        for (var round = 0; round < 30; round++)
        {
            var start = random.Next(whole.Length - 60);
            await RunAllAsync(whole.Remove(start, random.Next(1, 60)));
        }
    }

    [Fact]
    public async Task GeneratedCode_IsSilent()
    {
        var project = new Project { Sources = ["// <auto-generated/>\npublic class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => new HttpClient(); }"] };

        Assert.Empty(await Rule<ClientCreatedPerRequestAnalyzer>.FindAsync(project));
    }

    private static Project Whole => new() { Sources = [Sources.EverySink] };

    private static async Task RunAllAsync(string source)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            new ModelLoadedPerRequestAnalyzer(),
            new SessionSavedPerRequestAnalyzer(),
            new ClientCreatedPerRequestAnalyzer(),
            new FileParsedPerRequestAnalyzer(),
            new ProcessStartedPerRequestAnalyzer(),
            new CodeGeneratedPerRequestAnalyzer(),
            new InfrastructureBuiltPerRequestAnalyzer(),
            new CollectPerRequestAnalyzer(),
            new LargeBufferPerRequestAnalyzer(),
            new CollectionOnlyGrowsAnalyzer(),
            new CacheWithoutBoundAnalyzer(),
            new QueueWithoutBoundAnalyzer(),
            new RentedArrayNotReturnedAnalyzer(),
            new ContextNotPooledAnalyzer(),
            new TimerNotDisposedAnalyzer(),
            new LeaseNotDisposedAnalyzer(),
            new JsonDocumentNotDisposedAnalyzer(),
            new CacheWithoutBoundAnalyzer(),
            new EventKeepsSubscriberAnalyzer(),
            new ClientNameFromDataAnalyzer(),
            new DisposableFromRootProviderAnalyzer(),
        ];
        var thrown = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(new AnalyzerOptions([]), (exception, _, _) => thrown.Enqueue(exception), concurrentAnalysis: true, logAnalyzerExecutionTime: false);

        await new Project { Sources = [source] }.Compile().WithAnalyzers(analyzers, options).GetAnalysisResultAsync(TestContext.Current.CancellationToken);

        Assert.Empty(thrown);
    }
}

using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1001_ModelLoadedPerRequest;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using Microsoft.CodeAnalysis.Diagnostics;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Packages that are not there: what their types are called still tells.</summary>
public sealed class MissingTypesTests
{
    [Theory]
    [InlineData("using Quartz; public class Ping : IJob { public async Task Execute(IJobExecutionContext context) { using var client = [|new HttpClient()|]; await client.GetAsync(\"/\"); } }")]
    [InlineData("using MassTransit; public class Mail : IConsumer<string> { public async Task Consume(ConsumeContext<string> context) { using var client = [|new HttpClient()|]; await client.GetAsync(\"/\"); } }")]
    [InlineData("public class Count { [Function(\"count\")] public object Run() => [|new HttpClient()|]; }")]
    [InlineData("using FastEndpoints; public class Search : Endpoint<string, string> { public override Task HandleAsync(string text, CancellationToken token) => [|new HttpClient()|].GetAsync(text); }")]
    [InlineData("using Elastic.Clients.Elasticsearch; public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => [|new ElasticsearchClient(new Uri(\"http://a\"))|]; }")]
    [InlineData("using k8s; public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => [|new Kubernetes(1)|]; }")]
    [InlineData("public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => [|new Elastic.Clients.Elasticsearch.ElasticsearchClient()|]; }")]
    public Task ClientOrHandlerOfAMissingPackage_Warns(string code) => Verify<ClientCreatedPerRequestAnalyzer>(code);

    [Theory]
    [InlineData("public class Ping : ITask { public async Task Execute() { using var client = new HttpClient(); await client.GetAsync(\"/\"); } }")]
    [InlineData("public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get() => new ElasticsearchClient(); }")]
    [InlineData("using Elastic.Clients.Elasticsearch; public static class Kept { public static readonly object Client = new ElasticsearchClient(); }")]
    public Task OtherMissingTypes_AreSilent(string code) => Verify<ClientCreatedPerRequestAnalyzer>(code);

    [Fact]
    public async Task ModelOfAMissingPackage_Warns()
    {
        var found = await Rule<ModelLoadedPerRequestAnalyzer>.VerifyAsync(new Project
        {
            Sources = ["using Microsoft.ML.Tokenizers; public class A : Microsoft.AspNetCore.Mvc.ControllerBase { public object Get(string text) => Count(text); static object Count(string text) { var tokens = [|BertTokenizer.Create(\"vocab.txt\")|]; return tokens.CountTokens(text); } }"],
            MayHaveErrors = true,
        });

        Assert.Equal(
            "BertTokenizer is loaded on every request (A.Get → A.Count → BertTokenizer.Create()): load it once and share it as a singleton",
            Assert.Single(found).GetMessage());
    }

    private static Task Verify<TAnalyzer>(string code)
        where TAnalyzer : DiagnosticAnalyzer, new() => Rule<TAnalyzer>.VerifyAsync(new Project { Sources = [code], MayHaveErrors = true });
}

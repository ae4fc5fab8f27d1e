using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH3004_LeaseNotDisposed;

namespace MemHygiene.Analyzers.Tests.Rules.MH3004_LeaseNotDisposed;

public sealed class LeaseNotDisposedTests
{
    private const string Lenders = """
        namespace MemHygiene.Models
        {
            public readonly struct ModelLease<T> : System.IDisposable { public T Value => default!; public void Dispose() { } }
            public class ModelCache<T>
            {
                public ModelLease<T> Lease(System.Threading.CancellationToken token = default) => default;
                public System.Threading.Tasks.ValueTask<ModelLease<T>> LeaseAsync(System.Threading.CancellationToken token = default) => default;
            }
        }
        namespace MemHygiene.Http
        {
            public class HandlerPool { public System.Net.Http.HttpClient CreateClient() => null!; public int Count => 1; }
        }
        namespace Elsewhere { public class Landlord { public System.IDisposable Lease() => null!; } }
        """;

    [Theory]
    [InlineData("string M(ModelCache<string> c) { var lease = [|c.Lease()|]; return lease.Value; }")]
    [InlineData("string M(ModelCache<string> c) => [|c.Lease()|].Value;")]
    [InlineData("async Task<string> M(ModelCache<string> c) { var lease = await [|c.LeaseAsync()|].ConfigureAwait(false); return lease.Value; }")]
    [InlineData("async Task<string> M(ModelCache<string> c) => (await [|c.LeaseAsync()|]).Value;")]
    [InlineData("async Task<string> M(HandlerPool p) => await [|p.CreateClient()|].GetStringAsync(\"https://rates.example\");")]
    [InlineData("async Task<string> M(HandlerPool p) { var client = [|p.CreateClient()|]; return await client.GetStringAsync(\"https://rates.example\"); }")]
    public Task Lease_ThatIsForgotten_Warns(string member) => VerifyAsync(member);

    [Theory]
    [InlineData("string M(ModelCache<string> c) { using var lease = c.Lease(); return lease.Value; }")]
    [InlineData("async Task<string> M(ModelCache<string> c) { using (var lease = await c.LeaseAsync()) { return lease.Value; } }")]
    [InlineData("string M(ModelCache<string> c) { var lease = c.Lease(); try { return lease.Value; } finally { lease.Dispose(); } }")]
    [InlineData("ModelLease<string> M(ModelCache<string> c) => c.Lease();")]
    [InlineData("HttpClient M(HandlerPool p) { var client = p.CreateClient(); client.Timeout = TimeSpan.Zero; return client; }")]
    [InlineData("HttpClient? _client; void M(HandlerPool p) => _client = p.CreateClient();")]
    [InlineData("void M(HandlerPool p, HttpContext c) { var client = p.CreateClient(); c.Response.RegisterForDispose(client); }")]
    [InlineData("object M(HandlerPool p) => new Rates(p.CreateClient()); class Rates(HttpClient c) { public HttpClient C => c; }")]
    [InlineData("void M(Elsewhere.Landlord l) { var lease = l.Lease(); }")]
    [InlineData("int M(HandlerPool p) => p.Count;")]
    [InlineData("[Fact] public void M() { var lease = new ModelCache<string>().Lease(); _ = lease.Value; } class FactAttribute : Attribute;")]
    public Task Lease_ThatIsGivenBackOrHandedOn_IsSilent(string member) => VerifyAsync(member);

    [Fact]
    public async Task Message_NamesTheLender()
    {
        var found = await VerifyAsync("string M(ModelCache<string> c) => [|c.Lease()|].Value;");

        Assert.Equal("What ModelCache.Lease lends is never given back: declare it with using", Assert.Single(found).GetMessage());
    }

    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> VerifyAsync(string member) =>
        Rule<LeaseNotDisposedAnalyzer>.VerifyAsync($"using MemHygiene.Models; using MemHygiene.Http;\npublic class Reader1 {{ {member} }}", Lenders);
}

using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH1003_ClientCreatedPerRequest;
using Microsoft.CodeAnalysis;

namespace MemHygiene.Analyzers.Tests.RequestReach;

/// <summary>Ways to write a use of a member: what is ruled out by its looks must not be one of them.</summary>
public sealed class CandidateUseTests
{
    private const string Opening = "namespace Shop; public static class Opening { public static HttpClient Open() => [|new HttpClient()|]; }";

    [Theory]
    [InlineData("", "Shop.Opening.Open()")]
    [InlineData("", "global::Shop.Opening.Open()")]
    [InlineData("using Shop;", "Opening.Open()")]
    [InlineData("using Clients = Shop.Opening;", "Clients.Open()")]
    [InlineData("using static Shop.Opening;", "Open()")]
    public Task StaticMember_IsFoundUnderEveryName(string import, string call) => Verify(
        Opening,
        $"{import} using Microsoft.AspNetCore.Mvc; public class OrdersController : ControllerBase {{ public object Get() => {call}; }}");

    [Theory]
    [InlineData("global using Clients = Shop.Opening;", "Clients.Open()")]
    [InlineData("global using static Shop.Opening;", "Open()")]
    public Task GlobalDirective_CountsInEveryFile(string import, string call) => Verify(
        Opening,
        import,
        $"using Microsoft.AspNetCore.Mvc; public class OrdersController : ControllerBase {{ public object Get() => {call}; }}");

    [Theory]
    [InlineData("class Inner { public object Quote() => Open(); } static HttpClient Open() => [|new HttpClient()|]; public object Quote() => new Inner().Quote();")]
    [InlineData("class Base { protected HttpClient Open() => [|new HttpClient()|]; } class Special : Base { public object Quote() => Open(); } public object Quote() => new Special().Quote();")]
    [InlineData("class Session { public string Name { set { [|new HttpClient()|].Dispose(); } } } public object Quote() => new Session { Name = \"x\" };")]
    [InlineData("class Session { public HttpClient Open() => [|new HttpClient()|]; } static Session? Find() => new(); public object? Quote() => Find()?.Open();")]
    [InlineData("class Money { public static explicit operator HttpClient(Money money) => [|new HttpClient()|]; } public object Quote() => (HttpClient)new Money();")]
    [InlineData("class Money { public static explicit operator string(Money money) => [|new HttpClient()|] + \"\"; } public object Quote() => (string)new Money();")]
    [InlineData("class Money { public static Money operator -(Money money) { [|new HttpClient()|].Dispose(); return money; } } public object Quote() => -new Money();")]
    [InlineData("class Link : IDisposable { public void Dispose() => [|new HttpClient()|].Dispose(); } public object Quote() { new Link().Dispose(); return 1; }")]
    public Task MemberInSight_IsFound(string members) => Verify(Controller(members));

    [Theory]
    [InlineData("class Money { public static explicit operator string(Money money) => new HttpClient() + \"\"; public static explicit operator int(Money money) => 1; } public object Quote() => (int)new Money();")]
    [InlineData("class Money { public static Money operator -(Money money) { new HttpClient().Dispose(); return money; } public static Money operator !(Money money) => money; } public object Quote() => !new Money();")]
    [InlineData("class Link : IDisposable { public void Dispose() => new HttpClient().Dispose(); } public object Quote() { IDisposable other = new MemoryStream(); other.Dispose(); return 1; }")]
    [InlineData("class Name { public override string ToString() => new HttpClient() + \"\"; } public object Quote() { object other = 1; return other.ToString()!; }")]
    public Task SomebodyElsesMember_IsSilent(string members) => Verify(Controller(members));

    [Fact]
    public Task NameThatHundredsOfPlacesUse_IsFoundWhereItsTypeIsNamed() => Verify(
        $"public class Log {{ public Log Send() => this; public void All() {{ {string.Concat(Enumerable.Repeat("Send(); ", 250))} }} }}",
        "public class Mailer { public object Send() => [|new HttpClient()|]; }",
        "using Microsoft.AspNetCore.Mvc; public class MailController(Mailer mailer) : ControllerBase { public object Get() => mailer.Send(); }");

    [Fact]
    public Task NameThatHundredsOfPlacesUse_IsFoundThroughAnInterfaceAndAnHeir() => Verify(
        $"public class Log {{ public Log Send() => this; public void All() {{ {string.Concat(Enumerable.Repeat("Send(); ", 250))} }} }}",
        "public interface IMailer { object Send(); } public class Mailer : IMailer { public object Send() => [|new HttpClient()|]; }",
        "public class Sender { public object Send() => [|new HttpClient()|]; } public class SpecialSender : Sender;",
        "using Microsoft.AspNetCore.Mvc; public class MailController(IMailer mailer) : ControllerBase { public object Get() => mailer.Send(); }",
        "using Microsoft.AspNetCore.Mvc; public class SendController(SpecialSender sender) : ControllerBase { public object Get() => sender.Send(); }");

    private static string Controller(string members) =>
        "using Microsoft.AspNetCore.Mvc; public class OrdersController(PriceService prices) : ControllerBase { public object? Get() => prices.Quote(); } public class PriceService { "
        + members + " }";

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Verify(params string[] sources) => Rule<ClientCreatedPerRequestAnalyzer>.VerifyAsync(sources);
}

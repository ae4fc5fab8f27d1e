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

    [Theory]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } static T Same<T>(T link) => link; public object Quote() { Link link = new(); return link.Open(); }")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } public object Quote() { var link = new Link(); return link.Open(); }")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } static Link Find() => new(); public object Quote() { var link = Find(); return link.Open(); }")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } public object? Quote() { object any = new Link(); return any is Link link ? link.Open() : null; }")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } static object Of<T>(T link) where T : Link => link.Open(); public object Quote() => Of(new Link());")]
    [InlineData("interface ILink { HttpClient Open(); } class Link : ILink { public HttpClient Open() => [|new HttpClient()|]; } ILink _link = new Link(); public object Quote() => _link.Open();")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } Link? Own { get; } = new(); public object? Quote() => this.Own?.Open();")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } public object Quote() => Of(new List<Link>()); static object Of(List<Link> links) { foreach (var link in links) { link.Open(); } return 1; }")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } public object Quote() { string link = \"a\"; return Of(new Link(), link); } static object Of(Link link, string other) => link.Open();")]
    [InlineData("class Link { public HttpClient Open() => [|new HttpClient()|]; } public object Quote() { dynamic other = 1; Func<Link, object> open = link => link.Open(); return open(new Link()); }")]
    public Task ReceiverOfTheMembersType_IsFound(string members) => Verify(Controller(members));

    [Fact]
    public Task ReceiverUnderAnAlias_IsFound() => Verify(
        "using Shop; using Link = Shop.Opener; using Microsoft.AspNetCore.Mvc; public class OrdersController : ControllerBase { public object Get(Link link) => link.Open(); }",
        "namespace Shop; public class Opener { public HttpClient Open() => [|new HttpClient()|]; }");

    [Theory]
    [InlineData("class Link { public HttpClient Open() => new HttpClient(); } public object Quote() { System.Data.Common.DbConnection link = null!; link.Open(); return 1; }")]
    [InlineData("class Link { public HttpClient Open() => new HttpClient(); } System.Data.Common.DbConnection _link = null!; public object Quote() { _link.Open(); return 1; }")]
    public Task ReceiverOfAnotherType_IsSilent(string members) => Verify(Controller(members));

    [Fact]
    public Task TemplateMethod_IsCalledInTheBaseClass() => Verify("""
        public abstract class Target { public void Deliver() => Send(); protected abstract object Send(); }
        public class Plain : Target { protected override object Send() => [|new HttpClient()|]; }
        public interface ISource { static abstract object Open(); }
        public readonly struct Feed : ISource { public static object Open() => [|new HttpClient()|]; }
        public sealed partial class Partly { public partial object Open(); }
        public sealed partial class Partly { public partial object Open() => [|new HttpClient()|]; }
        public readonly struct Scope : IDisposable { public void Dispose() => [|new HttpClient()|].Dispose(); }
        public class A(Plain plain, Partly partly) : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public object Get() { using var scope = new Scope(); plain.Deliver(); return (Of<Feed>(), partly.Open()); }
            private static object Of<T>() where T : ISource => T.Open();
        }
        """);

    [Fact]
    public Task IndexerOfAnInterface_IsFoundWhereOnlyTheInterfaceIsNamed() => Verify(
        "using Microsoft.AspNetCore.Mvc; public class A(IRates rates) : ControllerBase { public object Get(string to) => rates[to]; }",
        "public interface IRates { object this[string to] { get; } }",
        "public class Rates : IRates { public object this[string to] => [|new HttpClient()|]; }");

    [Fact]
    public Task CallThroughBase_IsThatClassesMember() => Verify("""
        using Microsoft.AspNetCore.Mvc;
        public abstract class Feed { public virtual void Load() { } }
        public class Plain : Feed { public override void Load() => base.Load(); }
        public class Other : Feed { public override void Load() => new HttpClient().Dispose(); }
        public abstract class Rich { public virtual void Load() => [|new HttpClient()|].Dispose(); }
        public class Richer : Rich { public override void Load() => base.Load(); }
        public class A : ControllerBase { public void Get(Plain plain, Richer richer) { plain.Load(); richer.Load(); } }
        """);

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

using Verify = MemHygiene.CodeFixes.Tests.Verification.CodeFix<
    MemHygiene.Rules.MH2003_QueueWithoutBound.QueueWithoutBoundAnalyzer,
    MemHygiene.CodeFixes.Rules.MH2003_QueueWithoutBound.QueueWithoutBoundFixer>;

namespace MemHygiene.CodeFixes.Tests.Rules.MH2003_QueueWithoutBound;

public sealed class QueueWithoutBoundFixerTests
{
    [Fact]
    public Task Channels_GetACapacityAndKeepTheirOptions() => Verify.VerifyAsync(
        """
        using System.Threading.Channels;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(Channel.CreateUnbounded<int>(new UnboundedChannelOptions()));
        var app = builder.Build();
        var mails = Channel.CreateUnbounded<string>(); // to be sent
        app.MapPost("/mails", async (string mail) => await mails.Writer.WriteAsync(mail));
        app.MapPost("/items", async (Channel<int> items, int item) => await items.Writer.WriteAsync(item).ConfigureAwait(false));
        app.MapPost("/ids", (Guid id) => Outbox.Ids.Writer.TryWrite(id));
        app.Run();

        public static class Outbox
        {
            public static readonly Channel<Guid> Ids = Channel.CreateUnbounded<Guid>(new()
            {
                SingleReader = true, // the sender
                SingleWriter = false,
            });
        }
        """,
        """
        using System.Threading.Channels;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton(Channel.CreateBounded<int>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.Wait }));
        var app = builder.Build();
        var mails = Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.Wait }); // to be sent
        app.MapPost("/mails", async (string mail) => await mails.Writer.WriteAsync(mail));
        app.MapPost("/items", async (Channel<int> items, int item) => await items.Writer.WriteAsync(item).ConfigureAwait(false));
        app.MapPost("/ids", (Guid id) => Outbox.Ids.Writer.TryWrite(id));
        app.Run();

        public static class Outbox
        {
            public static readonly Channel<Guid> Ids = Channel.CreateBounded<Guid>(new BoundedChannelOptions(1_000)
            {
                FullMode = BoundedChannelFullMode.Wait,
                SingleReader = true, // the sender
                SingleWriter = false,
            });
        }
        """);

    [Fact]
    public Task BlockingCollections_GetACapacity() => Verify.VerifyAsync(
        """
        using System.Collections.Concurrent;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/items", (int item) => Outbox.Items.Add(item));
        app.MapPost("/names", (string name) => Outbox.Names.TryAdd(name, 100) ? Results.Ok() : Results.StatusCode(503));
        app.Run();

        public static class Outbox
        {
            public static readonly BlockingCollection<int> Items = new();
            public static readonly BlockingCollection<string> Names = new BlockingCollection<string>(new ConcurrentStack<string>());
        }
        """,
        """
        using System.Collections.Concurrent;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapPost("/items", (int item) => Outbox.Items.Add(item));
        app.MapPost("/names", (string name) => Outbox.Names.TryAdd(name, 100) ? Results.Ok() : Results.StatusCode(503));
        app.Run();

        public static class Outbox
        {
            public static readonly BlockingCollection<int> Items = new(1_000);
            public static readonly BlockingCollection<string> Names = new BlockingCollection<string>(new ConcurrentStack<string>(), 1_000);
        }
        """);

    [Theory]
    [InlineData("mails.Writer.TryWrite(mail);")]
    [InlineData("_ = mails.Writer.TryWrite(mail);")]
    [InlineData("_ = mails.Writer.WriteAsync(mail);")]
    [InlineData("await mails.Writer.WriteAsync(mail + await mails.Reader.ReadAsync());")]
    public Task SenderThatWouldNotWait_IsLeftAlone(string send) => Verify.VerifyNotOfferedAsync(
        $$"""
        using System.Threading.Channels;

        var app = WebApplication.CreateBuilder(args).Build();
        var mails = Channel.CreateUnbounded<string>();
        app.MapPost("/mails", async (string mail) => { await Task.Yield(); {{send}} });
        app.Run();
        """);

    [Fact]
    public Task OptionsMadeElsewhere_AreLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using System.Threading.Channels;

        var app = WebApplication.CreateBuilder(args).Build();
        var options = new UnboundedChannelOptions();
        var mails = Channel.CreateUnbounded<string>(options);
        app.MapPost("/mails", async (string mail) => await mails.Writer.WriteAsync(mail));
        app.Run();
        """);

    [Fact]
    public Task OtherQueues_AreLeftAlone() => Verify.VerifyNotOfferedAsync(
        """
        using System.Threading.Tasks.Dataflow;

        var app = WebApplication.CreateBuilder(args).Build();
        var items = new BufferBlock<int>();
        app.MapPost("/items", (int item) => items.Post(item));
        app.Run();
        """);
}

using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH2003_QueueWithoutBound;

namespace MemHygiene.Analyzers.Tests.Rules.MH2003_QueueWithoutBound;

public sealed class QueueWithoutBoundTests
{
    [Fact]
    public Task ChannelOfTheProgram_WrittenByAnEndpoint_IsReported() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;

        var app = WebApplication.CreateBuilder(args).Build();
        var jobs = [|Channel.CreateUnbounded<string>()|];
        app.MapPost("/jobs", async (string job) => await jobs.Writer.WriteAsync(job));
        app.Run();
        """);

    [Fact]
    public Task BoundedChannel_IsSilent() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;

        var app = WebApplication.CreateBuilder(args).Build();
        var jobs = Channel.CreateBounded<string>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.Wait });
        app.MapPost("/jobs", async (string job) => await jobs.Writer.WriteAsync(job));
        app.Run();
        """);

    [Fact]
    public async Task Message_NamesTheQueueAndWhatFillsIt()
    {
        var found = await Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
            using System.Threading.Channels;
            using Microsoft.AspNetCore.Mvc;
            public class MailController : ControllerBase
            {
                private static readonly Channel<string> Mails = [|Channel.CreateUnbounded<string>()|];
                public void Post(string mail) => Mails.Writer.TryWrite(mail);
            }
            """);

        Assert.Equal("Channel<string> has no capacity, and requests fill it (MailController.Post): use Channel.CreateBounded", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task StaticChannel_WrittenInAnotherFile_IsReported() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync(
        """
        using System.Threading.Channels;
        internal static class Outbox
        {
            internal static readonly Channel<int> Items = [|Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })|];
        }
        """,
        """
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            public async Task Post(int item) => await Outbox.Items.Writer.WriteAsync(item);
        }
        """);

    [Fact]
    public Task WriterUnderANameOfItsOwn_IsFollowed() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;
        internal static class Outbox
        {
            private static readonly Channel<int> Items = [|Channel.CreateUnbounded<int>()|];
            internal static ChannelWriter<int> Writer => Items.Writer;
        }
        public class ItemsController : ControllerBase
        {
            public void Post(int item) => Outbox.Writer.TryWrite(item);
        }
        """);

    [Fact]
    public Task RegisteredChannel_WrittenWhereItIsInjected_IsReported() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton([|Channel.CreateUnbounded<Order>()|]);
        builder.Services.AddSingleton(_ => Channel.CreateUnbounded<Guid>());
        var app = builder.Build();
        app.Run();

        public record Order(int Id);

        public class OrdersController(Channel<Order> orders) : ControllerBase
        {
            public async Task Post(int id) => await orders.Writer.WriteAsync(new Order(id));
        }
        """);

    [Fact]
    public Task BlockingCollectionWithoutCapacity_IsReported() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private static readonly BlockingCollection<int> Items = [|new()|];
            private static readonly BlockingCollection<int> Few = new(100);
            public void Post(int item) { Items.Add(item); Few.Add(item); }
        }
        """);

    [Fact]
    public Task DataflowBlockWithoutCapacity_IsReported() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Tasks.Dataflow;
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private static readonly ActionBlock<int> Items = [|new(item => Console.WriteLine(item), new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = 2 })|];
            private static readonly BufferBlock<int> Few = new(new DataflowBlockOptions { BoundedCapacity = 100 });
            public void Post(int item) { Items.Post(item); Few.Post(item); }
        }
        """);

    [Fact]
    public Task ConcurrentQueue_ThatABackgroundServiceEmpties_IsReported() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;
        internal static class Outbox { internal static readonly ConcurrentQueue<int> Items = [|new()|]; }
        public class ItemsController : ControllerBase
        {
            public void Post(int item) => Outbox.Items.Enqueue(item);
        }
        public class Sender : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (Outbox.Items.TryDequeue(out var item)) { Console.WriteLine(item); }
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task ConcurrentQueue_AsAPoolOrAWindow_IsSilent() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private static readonly ConcurrentQueue<object> Pool = new();
            private static readonly ConcurrentQueue<int> Latest = new();
            public object Get()
            {
                if (!Pool.TryDequeue(out var item)) { item = new object(); }
                return item;
            }
            public void Post(object item) => Pool.Enqueue(item);
            public void Put(int item)
            {
                Latest.Enqueue(item);
                while (Latest.Count > 10) { Latest.TryDequeue(out _); }
            }
        }
        """);

    [Fact]
    public Task QueueThatSomebodyCounts_IsSilent() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private static readonly Channel<int> Items = Channel.CreateUnbounded<int>();
            public bool Post(int item) => Items.Reader.Count < 1_000 && Items.Writer.TryWrite(item);
        }
        """);

    [Fact]
    public Task QueueThatNoRequestFills_IsSilent() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;
        public class Poller : BackgroundService
        {
            private readonly Channel<int> _ticks = Channel.CreateUnbounded<int>();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _ticks.Writer.TryWrite(1);
                await _ticks.Reader.ReadAsync(stoppingToken);
            }
        }
        """);

    [Fact]
    public Task QueueThatGoesWithItsRequest_IsSilent() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private readonly Channel<int> _own = Channel.CreateUnbounded<int>();
            public async Task<int> Get(int item)
            {
                var pipe = Channel.CreateUnbounded<int>();
                pipe.Writer.TryWrite(item);
                _own.Writer.TryWrite(item);
                return await pipe.Reader.ReadAsync() + await _own.Reader.ReadAsync();
            }
        }
        """);

    [Fact]
    public Task SomeOtherCollection_IsSilent() => Rule<QueueWithoutBoundAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class BufferBlock { public void Post(int item) { } }
        public class ItemsController : ControllerBase
        {
            private static readonly BufferBlock Items = new();
            public void Post(int item) => Items.Post(item);
        }
        """);
}

using MemHygiene.Analyzers.Tests.Verification;
using MemHygiene.Rules.MH2001_CollectionOnlyGrows;

namespace MemHygiene.Analyzers.Tests.Rules.MH2001_CollectionOnlyGrows;

public sealed class CollectionOnlyGrowsTests
{
    [Fact]
    public async Task StaticLocks_OneForEachKeyOfARequest_Warn()
    {
        var found = await Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
            using System.Collections.Concurrent;
            using Microsoft.AspNetCore.Mvc;
            public class ReportsController : ControllerBase
            {
                private static readonly ConcurrentDictionary<int, SemaphoreSlim> Locks = [|new()|];
                public async Task Get(int id)
                {
                    var own = Locks.GetOrAdd(id, _ => new SemaphoreSlim(1, 1));
                    await own.WaitAsync();
                    own.Release();
                }
            }
            """);

        Assert.Equal("Locks only grows: requests add to it (ReportsController.Get) and nothing takes anything out", Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task FixedNumberOfLocks_IsSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class ReportsController : ControllerBase
        {
            private static readonly SemaphoreSlim[] Locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];
            public async Task Get(int id)
            {
                var own = Locks[(uint)id % 64];
                await own.WaitAsync();
                own.Release();
            }
        }
        """);

    [Fact]
    public Task EveryWayIn_Warns() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class VisitsController : ControllerBase
        {
            private static Dictionary<string, int> _visits = [|new()|];
            private static readonly HashSet<string> Agents = [|[]|];
            private static readonly List<string> Log = [|new()|];
            private static readonly IList<int> Ids = [|new List<int>()|];
            private static readonly Dictionary<int, int> Counts;
            static VisitsController() => Counts = new Dictionary<int, int>();
            public void Indexer(string page) => _visits[page] = 1;
            public void Checked(string page)
            {
                if (!_visits.ContainsKey(page)) { _visits.Add(page, 1); }
            }
            public void Set() => Agents.Add(Request.Headers.UserAgent.ToString());
            public void List() => Log.Add("visit");
            public void Typed(int id) { lock (Ids) { Ids.Add(id); } }
            public void Compound(int id) => [|Counts[id] += 1|];
            public int Read() => Log.Count + Counts.Values.Sum() + (Agents.Count > 0 ? 1 : 0);
        }
        """);

    [Fact]
    public Task LocalOfTheProgram_AddedToByAnEndpoint_Warns() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        var app = WebApplication.CreateBuilder(args).Build();
        var seen = new Dictionary<string, DateTime>();
        app.MapGet("/{page}", (string page) => { [|seen[page] = DateTime.UtcNow|]; });
        app.Run();
        """);

    [Fact]
    public Task FieldOfASingleton_AddedToBelowAnAction_Warns() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync(
        """
        using Microsoft.AspNetCore.Mvc;
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddSingleton<Visits>();
        builder.Services.AddScoped<Basket>();
        builder.Build().Run();

        public class PagesController(Visits visits, Basket basket) : ControllerBase
        {
            public void Get(string page) { visits.Count(page); visits.Name("home"); basket.Add(page); }
        }
        """,
        """
        using System.Collections.Concurrent;
        public class Visits
        {
            private readonly ConcurrentDictionary<string, int> _pages = [|new()|];
            private readonly ConcurrentDictionary<string, int> _names = new();
            public void Count(string page) => _pages.AddOrUpdate(page, 1, (_, count) => count + 1);
            public void Name(string name) => _names.TryAdd(name, 1);
        }
        public class Basket
        {
            private readonly List<string> _items = new();
            public void Add(string item) => _items.Add(item);
        }
        """);

    [Fact]
    public Task ClosedKeys_AreSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using System.Collections.Concurrent;
        using System.Reflection;
        using Microsoft.AspNetCore.Mvc;
        public enum Season { Winter, Summer }
        public class ItemsController(IConfiguration configuration) : ControllerBase
        {
            private static readonly ConcurrentDictionary<Type, object> ByType = new();
            private static readonly ConcurrentDictionary<PropertyInfo, object> ByMember = new();
            private static readonly ConcurrentDictionary<(Type, Season), object> ByPair = new();
            private static readonly ConcurrentDictionary<int, string> ByPort = new();
            private static readonly ConcurrentDictionary<string, string> ByName = new();
            private static readonly ConcurrentDictionary<Endpoint, string> ByEndpoint = new();
            private static readonly List<Season> Seasons = new();
            public void Get(object item, Season season)
            {
                ByType.GetOrAdd(item.GetType(), _ => new object());
                foreach (var member in item.GetType().GetProperties()) { ByMember.TryAdd(member, item); }
                ByPair[(item.GetType(), season)] = item;
                ByPort.GetOrAdd(HttpContext.Connection.LocalPort, port => "host" + port);
                ByName[configuration["Name"]!] = "a";
                ByName["fixed"] = "b";
                ByEndpoint[HttpContext.GetEndpoint()!] = "c";
                if (!Seasons.Contains(season)) { Seasons.Add(season); }
            }
        }
        """);

    [Fact]
    public Task SomethingTakesOut_IsSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync(
        """
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.SignalR;
        public class ChatHub : Hub
        {
            private static readonly ConcurrentDictionary<string, string> Users = new();
            internal static readonly Dictionary<string, List<FileSystemWatcher>> Watchers = new();
            public override Task OnConnectedAsync() { Users.TryAdd(Context.ConnectionId, Context.UserIdentifier!); return Task.CompletedTask; }
            public override Task OnDisconnectedAsync(Exception? exception) { Users.TryRemove(Context.ConnectionId, out _); return Task.CompletedTask; }
            public void Watch(string folder) => Watchers[folder] = [];
        }
        """,
        """
        public static class Watching { public static void Stop() => ChatHub.Watchers.Clear(); }
        """);

    [Fact]
    public Task BoundedByHand_IsSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using System.Collections.Concurrent;
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private static readonly ConcurrentDictionary<int, string> Few = new();
            private static Dictionary<int, string> _fresh = new();
            private static readonly Queue<int> Latest = new();
            public void Get(int id)
            {
                if (Few.Count < 1_000) { Few.TryAdd(id, "text"); }
                _fresh[id] = "text";
                Latest.Enqueue(id);
                while (Latest.Count > 10) { Latest.Dequeue(); }
            }
            public void Delete() => _fresh = new();
        }
        """);

    [Fact]
    public Task CollectionThatOthersHold_IsSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class ItemsController : ControllerBase
        {
            private static readonly List<int> Passed = new();
            private static readonly List<int> Returned = new();
            private static readonly List<int> Given = Store.Items;
            public void Get(int id) { Passed.Add(id); Store.Trim(Passed); Returned.Add(id); Given.Add(id); }
            public static List<int> All() => Returned;
        }
        public static class Store
        {
            public static List<int> Items { get; } = new();
            public static void Trim(List<int> items) => items.RemoveRange(0, 1);
        }
        """);

    [Fact]
    public Task CollectionsOfOneRequest_AreSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public record Order(List<int> Lines);
        public class ItemsController : ControllerBase
        {
            private readonly List<int> _own = new();
            [ThreadStatic] private static List<int>? _perThread;
            public void Get(int id, Order order)
            {
                var local = new Dictionary<int, int> { [id] = id };
                local[id] = id;
                _own.Add(id);
                order.Lines.Add(id);
                (_perThread ??= new()).Add(id);
                HttpContext.Items["id"] = id;
            }
        }
        """);

    [Fact]
    public Task TablesOfConstants_AreSilent() => Rule<CollectionOnlyGrowsAnalyzer>.VerifyAsync("""
        using Microsoft.AspNetCore.Mvc;
        public class ErrorsController : ControllerBase
        {
            private static readonly Dictionary<string, string> Errors = new() { ["00"] = "none", ["01"] = "some" };
            private static readonly List<string> Currencies = new();
            static ErrorsController() { Currencies.Add("EUR"); Errors["02"] = "more"; }
            public string? Get(string code) => Errors.TryGetValue(code, out var text) ? text : Currencies[0];
        }
        """);
}

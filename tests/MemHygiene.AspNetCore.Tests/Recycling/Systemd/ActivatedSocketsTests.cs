using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;
using MemHygiene.AspNetCore.Recycling.Sockets;
using MemHygiene.AspNetCore.Recycling.Systemd;
using Microsoft.Extensions.Logging;

namespace MemHygiene.AspNetCore.Tests.Recycling.Systemd;

public sealed class ActivatedSocketsTests : IDisposable
{
    private readonly List<Socket> _owned = [];
    private readonly LogLines _log = new();
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.sock");

    public void Dispose()
    {
        _owned.ForEach(socket => socket.Dispose());
        File.Delete(_path);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("0.0.0.0", "0.0.0.0")]
    [InlineData("0.0.0.0", "::")]
    [InlineData("::", "::")]
    [InlineData("::", "0.0.0.0")]
    [InlineData("::1", "::1")]
    [InlineData("::ffff:127.0.0.1", "127.0.0.1")]
    public void Find_SameAddress_IsThatSocket(string own, string wanted)
    {
        var socket = Listen(own);
        var sockets = Adopt(socket);

        var found = sockets.Find(Request(wanted, PortOf(socket)));

        Assert.Equal(socket.Handle, found?.Handle);
    }

    [Theory]
    [InlineData("::", "127.0.0.1")]
    [InlineData("127.0.0.1", "0.0.0.0")]
    [InlineData("127.0.0.1", "127.0.0.2")]
    [InlineData("::1", "127.0.0.1")]
    public void Find_AnotherAddressOfThePort_IsNone_AndTheConflictIsExplained(string own, string wanted)
    {
        var socket = Listen(own);
        var sockets = Adopt(socket);
        var request = Request(wanted, PortOf(socket));

        var found = sockets.Find(request);
        sockets.ExplainConflict(request.EndPoint);

        Assert.Null(found);
        Assert.Contains($"cannot be bound: systemd's socket {socket.LocalEndPoint} (web0)", Assert.Single(_log.Lines));
    }

    [Fact]
    public void Find_OnlyIPv6OfAllAddresses_IsNotThoseOfIPv4()
    {
        var socket = Listen("::", dualMode: false);
        var sockets = Adopt(socket);

        Assert.Null(sockets.Find(Request("0.0.0.0", PortOf(socket))));
        Assert.NotNull(sockets.Find(Request("::", PortOf(socket))));
    }

    [Fact]
    public void Find_AnotherPort_IsNone()
    {
        var sockets = Adopt(Listen("127.0.0.1"));

        Assert.Null(sockets.Find(Request("127.0.0.1", 0)));
    }

    [Fact]
    public void Find_UnixSocketByAnotherSpellingOfItsPath_IsThatSocket()
    {
        var socket = ListenUnix();
        var sockets = Adopt(socket);
        var spelling = Path.Combine(Path.GetTempPath(), ".", "x", "..", Path.GetFileName(_path));

        var found = sockets.Find(new BindRequest(new UnixDomainSocketEndPoint(spelling), 0, 16));

        Assert.Equal(socket.Handle, found?.Handle);
    }

    [Fact]
    public void Find_TwoSlots_AreTwoSockets_EachOnceOnly()
    {
        var first = Listen("127.0.0.1", reusePort: true);
        var second = Listen("127.0.0.1", PortOf(first), reusePort: true);
        var sockets = Adopt(first, second);
        var request = Request("127.0.0.1", PortOf(first));

        Socket?[] found = [sockets.Find(request), sockets.Find(request with { Slot = 1 }), sockets.Find(request), sockets.Find(request with { Slot = 2 })];

        Assert.Equal([first.Handle, second.Handle, first.Handle, null], found.Select(socket => socket?.Handle));
    }

    [Fact]
    public void WarnOfUnused_NamesEachOnce()
    {
        var (used, unused) = (Listen("127.0.0.1"), Listen("127.0.0.1"));
        var sockets = Adopt(used, unused);
        sockets.Find(Request("127.0.0.1", PortOf(used)));
        _log.Lines.Clear();

        sockets.WarnOfUnused();
        sockets.WarnOfUnused();

        Assert.StartsWith($"Listening socket {unused.LocalEndPoint} (web1) of systemd is not used", Assert.Single(_log.Lines));
    }

    [Fact]
    public void Adopt_WhatIsNoListeningStream_IsRefusedWithAReason()
    {
        var datagram = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagram.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _owned.AddRange([datagram, silent]);
        using var file = File.OpenHandle("/dev/null");

        _ = new ActivatedSockets([((int)datagram.Handle, "udp"), ((int)silent.Handle, "silent"), ((int)file.DangerousGetHandle(), "file"), (1_000_000, "closed")], _log);

        Assert.Equal(["udp", "silent", "file", "closed"], _log.Lines.Select(line => line.Split('(', ')')[1]));
        Assert.All(_log.Lines, line => Assert.Contains("is not used: ", line));
    }

    [Fact]
    public void Adopt_Socket_IsKeptFromProcessesThatAreStarted()
    {
        var socket = Listen("127.0.0.1");
        _ = Native.Control((int)socket.Handle, Native.SetDescriptorFlags, 0);

        Adopt(socket);

        Assert.Equal(Native.CloseOnExecFlag, Native.Control((int)socket.Handle, Native.GetDescriptorFlags, 0));
    }

    [Fact]
    public void Stop_OfTheSupervisor_LeavesTheSocketListening()
    {
        var (tcp, unix) = (Listen("127.0.0.1"), ListenUnix());
        var shared = new SharedListenSockets(Adopt(tcp, unix));
        var found = shared.Get(Request("127.0.0.1", PortOf(tcp)), out var boundNow);
        shared.Get(new BindRequest(new UnixDomainSocketEndPoint(_path), 0, 16), out _);

        shared.StopListening();
        shared.Dispose();

        Assert.Equal((tcp.Handle, false), (found.Handle, boundNow));
        foreach (var endPoint in new[] { tcp.LocalEndPoint!, new UnixDomainSocketEndPoint(_path) })
        {
            using var client = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
            client.Connect(endPoint);
        }
    }

    [Theory]
    [InlineData("41", "1", "LISTEN_FDS is meant for process 41, and this is 42")]
    [InlineData(null, "1", "LISTEN_FDS is meant for process (null), and this is 42")]
    [InlineData("42", "many", "LISTEN_FDS is 'many', which is not a number")]
    public void Take_WhatIsNotForThisProcess_SaysSo(string? processId, string count, string expected)
    {
        ActivatedSockets.Take(name => name switch { "LISTEN_PID" => processId, "LISTEN_FDS" => count, _ => null }, 42, _log);

        Assert.StartsWith(expected, Assert.Single(_log.Lines));
    }

    [Fact]
    public void Take_NothingPassed_SaysNothing()
    {
        ActivatedSockets.Take(_ => null, 42, _log);

        Assert.Empty(_log.Lines);
    }

    private static BindRequest Request(string address, int port) => new(new IPEndPoint(IPAddress.Parse(address), port), 0, 16);

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;

    private ActivatedSockets Adopt(params Socket[] sockets) => new(sockets.Select((socket, index) => ((int)socket.Handle, "web" + index)), _log);

    private Socket Listen(string address, int port = 0, bool dualMode = true, bool reusePort = false)
    {
        const int ReusePort = 15;
        var endPoint = new IPEndPoint(IPAddress.Parse(address), port);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _owned.Add(socket);
        if (endPoint.AddressFamily == AddressFamily.InterNetworkV6)
        {
            socket.DualMode = dualMode;
        }

        if (reusePort)
        {
            socket.SetRawSocketOption(Native.SocketLevel, ReusePort, [1, 0, 0, 0]);
        }

        socket.Bind(endPoint);
        socket.Listen();
        return socket;
    }

    private Socket ListenUnix()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _owned.Add(socket);
        socket.Bind(new UnixDomainSocketEndPoint(_path));
        socket.Listen();
        return socket;
    }

    private sealed class LogLines : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}

using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Sockets;

namespace MemHygiene.AspNetCore.Tests.Recycling.Sockets;

public sealed class SharedListenSocketsTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"memhygiene-{Guid.NewGuid():N}.sock");
    private readonly SharedListenSockets _sockets = new();

    public static TheoryData<EndPoint> EndPoints => [
        new IPEndPoint(IPAddress.Loopback, 8080),
        new IPEndPoint(IPAddress.IPv6Any, 443),
        new UnixDomainSocketEndPoint("/tmp/app.sock"),
    ];

    public void Dispose()
    {
        _sockets.Dispose();
        File.Delete(_path);
    }

    [Theory]
    [MemberData(nameof(EndPoints))]
    public void Parse_WhatTextWrote_IsTheSameRequest(EndPoint endPoint)
    {
        var request = new BindRequest(endPoint, 1, 512);

        var parsed = BindRequest.Parse(request.Text);

        Assert.Equal(request, parsed);
    }

    [Fact]
    public void Get_PortZeroInOneSlot_IsOnePortForAll()
    {
        var request = new BindRequest(new IPEndPoint(IPAddress.Loopback, 0), 0, 16);

        var first = _sockets.Get(request, out var boundFirst);
        var second = _sockets.Get(request, out var boundSecond);

        Assert.Same(first, second);
        Assert.Equal((true, false), (boundFirst, boundSecond));
    }

    [Fact]
    public void Get_PortZeroInTwoSlots_IsTwoPorts()
    {
        var request = new BindRequest(new IPEndPoint(IPAddress.Loopback, 0), 0, 16);

        var first = _sockets.Get(request, out _);
        var second = _sockets.Get(request with { Slot = 1 }, out _);

        Assert.NotEqual(first.LocalEndPoint, second.LocalEndPoint);
    }

    [Fact]
    public void Get_PortOfAnother_SaysThatItIsInUse()
    {
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        other.Listen();

        var exception = Assert.Throws<SocketException>(() => _sockets.Get(new BindRequest(other.LocalEndPoint!, 0, 16), out _));

        Assert.Equal(SocketError.AddressAlreadyInUse, exception.SocketErrorCode);
    }

    [Fact]
    public void Get_UnixSocketThatADeadSupervisorLeft_IsBoundAnew()
    {
        LeaveSocketFileBehind();

        var socket = _sockets.Get(new BindRequest(new UnixDomainSocketEndPoint(_path), 0, 16), out var boundNow);

        Assert.True(boundNow);
        Assert.Equal(_path, socket.LocalEndPoint!.ToString());
    }

    [Fact]
    public void Get_UnixSocketAtAnOrdinaryFile_LeavesTheFileAlone()
    {
        File.WriteAllText(_path, "precious");

        Assert.Throws<SocketException>(() => _sockets.Get(new BindRequest(new UnixDomainSocketEndPoint(_path), 0, 16), out _));

        Assert.Equal("precious", File.ReadAllText(_path));
    }

    [Fact]
    public void Dispose_OfAUnixSocket_RemovesItsFile()
    {
        _sockets.Get(new BindRequest(new UnixDomainSocketEndPoint(_path), 0, 16), out _);

        _sockets.Dispose();

        Assert.False(File.Exists(_path));
    }

    [Fact]
    public void StopListening_RefusesNewConnections()
    {
        var socket = _sockets.Get(new BindRequest(new IPEndPoint(IPAddress.Loopback, 0), 0, 16), out _);
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        _sockets.StopListening();
        var exception = Assert.Throws<SocketException>(() => client.Connect(socket.LocalEndPoint!));

        Assert.Equal(SocketError.ConnectionRefused, exception.SocketErrorCode);
    }

    private void LeaveSocketFileBehind()
    {
        using var dead = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        dead.Bind(new UnixDomainSocketEndPoint(_path));
        File.Move(_path, _path + ".kept");
        dead.Dispose();
        File.Move(_path + ".kept", _path);
    }
}

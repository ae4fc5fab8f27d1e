using System.Net;
using System.Net.Sockets;
using MemHygiene.AspNetCore.Recycling;
using MemHygiene.AspNetCore.Recycling.Processes;

namespace MemHygiene.AspNetCore.Tests.Recycling.Processes;

public sealed class ControlChannelTests
{
    [Fact]
    public void Receive_SeveralMessages_KeepsThemApart()
    {
        var (own, childDescriptor) = ControlChannel.CreatePair();
        using var other = ControlChannel.Inherit(childDescriptor);
        own.TrySend(new ControlMessage(ControlVerb.Failed, "grün"));
        own.TrySend(new ControlMessage(ControlVerb.Drain));
        own.Dispose();

        var received = new[] { other.Receive(), other.Receive(), other.Receive() };

        Assert.Equal([new ControlMessage(ControlVerb.Failed, "grün"), new ControlMessage(ControlVerb.Drain), null], received);
    }

    [Fact]
    public void Receive_WithADescriptor_IsTheSameOpenSocket()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var (own, childDescriptor) = ControlChannel.CreatePair();
        using var first = own;
        using var other = ControlChannel.Inherit(childDescriptor);

        first.TrySend(new ControlMessage(ControlVerb.Bound, Descriptor: (int)listener.Handle));
        using var received = new Socket(new SafeSocketHandle(other.Receive()!.Value.Descriptor, ownsHandle: true));

        Assert.NotEqual(listener.Handle, received.Handle);
        Assert.Equal(listener.LocalEndPoint, received.LocalEndPoint);
    }

    [Fact]
    public void TrySend_OtherSideIsGone_SaysSo()
    {
        var (own, childDescriptor) = ControlChannel.CreatePair();
        using var first = own;
        ControlChannel.Inherit(childDescriptor).Dispose();

        var sent = first.TrySend(new ControlMessage(ControlVerb.Drain));

        Assert.False(sent);
    }

    [Fact]
    public void TrySend_AfterDispose_SaysSo()
    {
        var (own, childDescriptor) = ControlChannel.CreatePair();
        using var other = ControlChannel.Inherit(childDescriptor);
        own.Dispose();
        own.Dispose();

        var sent = own.TrySend(new ControlMessage(ControlVerb.Drain));

        Assert.False(sent);
    }
}

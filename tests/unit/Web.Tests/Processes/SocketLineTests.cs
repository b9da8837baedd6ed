using System.Text;
using WebCap.Processes;

namespace WebCap.Tests.Processes;

public sealed class SocketLineTests
{
    // The fixtures are of a little-endian machine, as every one that runs these tests is.
    [Theory]
    [InlineData("0100007F:1F90", "0200000A:0050", "127.0.0.1", 8080, "10.0.0.2", 80)]
    [InlineData("00000000:0016", "00000000:0000", "0.0.0.0", 22, "0.0.0.0", 0)]
    [InlineData("00000000000000000000000001000000:01BB", "00000000000000000000000000000000:0000", "::1", 443, "::", 0)]
    [InlineData("B80D01200000000000000000020000FF:FFFF", "00000000000000000000000000000000:0000", "2001:db8::ff00:2", 65535, "::", 0)]
    [InlineData("0000000000000000FFFF00000100007F:0035", "0000000000000000FFFF00000A0A0A0A:D431", "127.0.0.1", 53, "10.10.10.10", 54321)]
    public void AnAddressIsReadAsItIsOnTheWire(string local, string remote, string localAddress, int localPort, string remoteAddress, int remotePort)
    {
        Assert.True(SocketLine.TryParse(Encoding.ASCII.GetBytes(ProcFixture.Line(local, remote, 10, 4026531840, 33)), SocketProtocol.Tcp, out var socket));
        Assert.Equal((localAddress, localPort), (SocketKey.TextOf(socket.Key.LocalAddress), socket.Key.LocalPort));
        Assert.Equal((remoteAddress, remotePort), (SocketKey.TextOf(socket.Key.RemoteAddress), socket.Key.RemotePort));
        Assert.Equal((10, 33u, 4026531840L), (socket.State, socket.UserId, socket.Inode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("   0: 0100007F 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1")]
    [InlineData("   0: 0100007:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1")]
    [InlineData("   0: 0100007G:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1")]
    [InlineData("   0: 0100007F:1F900 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1")]
    [InlineData("   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 -1 0 1")]
    [InlineData("   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 x")]
    [InlineData("   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 99999999999999999999")]
    public void WhatIsNoSocketIsNone(string line) => Assert.False(SocketLine.TryParse(Encoding.ASCII.GetBytes(line), SocketProtocol.Tcp, out _));

    [Fact]
    public void ALineCutAnywhereIsNoSocketOrTheSameOne()
    {
        var line = Encoding.ASCII.GetBytes(ProcFixture.Line("0100007F:1F90", "0200000A:0050", 1, 777));
        Assert.True(SocketLine.TryParse(line, SocketProtocol.Tcp, out var whole));
        for (var length = 0; length < line.Length; length++)
        {
            if (SocketLine.TryParse(line.AsSpan(0, length), SocketProtocol.Tcp, out var socket)) Assert.Equal(whole.Key, socket.Key);
        }
    }
}

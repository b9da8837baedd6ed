using System.Buffers.Binary;
using Bpf.Wire;
using Packet.Dissect.Tests.Support;

namespace Packet.Dissect.Tests;

/// <summary>The five-tuple that a packet's socket is found by.</summary>
public class FlowTests
{
    private const byte Tcp = 6, Udp = 17, Icmp = 1, UdpLite = 136, IpInIp = 4, Ipv6InIp = 41, Fragment = 44, HopByHop = 0;
    private const int PortsEnd = 4;

    // 40001 → 53 over anything that begins with its ports.
    private static readonly byte[] Segment = [0x9c, 0x41, 0x00, 0x35, 0x00, 0x14, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    private static readonly UInt128 Ten1 = new(0, 0xffff_0a00_0001), Ten2 = new(0, 0xffff_0a00_0002);
    private static readonly UInt128 Db1 = new(0x2001_0db8_0000_0000, 1), Db2 = new(0x2001_0db8_0000_0000, 2);

    private readonly Dissection dissection = new(new DissectionLimits());

    [Theory]
    [InlineData(Tcp)]
    [InlineData(Udp)]
    [InlineData(UdpLite)]
    public void IPv4AndIPv6HaveTheSameKindOfFlow(byte protocol)
    {
        Assert.Equal(new PacketFlow(protocol, Ten1, 40001, Ten2, 53), FlowOf(IPv4(protocol)));
        Assert.Equal(new PacketFlow(protocol, Db1, 40001, Db2, 53), FlowOf(Frames.IPv6(protocol, Segment)));
    }

    [Fact]
    public void TheReceiverSeesItTheOtherWayAround()
    {
        var flow = new PacketFlow(Tcp, Ten1, 40001, Ten2, 53);
        Assert.Equal(new PacketFlow(Tcp, Ten2, 53, Ten1, 40001), flow.Reversed);
        Assert.Equal(flow, flow.Reversed.Reversed);
    }

    [Theory]
    [InlineData(Icmp)]
    [InlineData(58)]
    [InlineData(132)]
    [InlineData(59)]
    public void WhatHasNoPortsHasNoFlow(byte protocol)
    {
        Assert.Null(FlowOf(IPv4(protocol)));
        Assert.Null(FlowOf(Frames.IPv6(protocol, Segment)));
    }

    [Fact]
    public void VlanTagsAreSteppedOver()
    {
        var frame = Frames.Tagged(IPv4(Tcp), 0x8100, 7);
        Assert.Equal(new PacketFlow(Tcp, Ten1, 40001, Ten2, 53), FlowOf(frame));
        Assert.Equal(new PacketFlow(Tcp, Ten1, 40001, Ten2, 53), FlowOf(Frames.Tagged(frame, 0x88a8, 100)));
        Assert.Equal(new PacketFlow(Udp, Db1, 40001, Db2, 53), FlowOf(Frames.Tagged(Frames.IPv6(Udp, Segment), 0x8100, 0xffff)));
    }

    [Fact]
    public void OptionsAreSteppedOver()
    {
        // Two words of IPv4 options, all "no operation", and a hop-by-hop header with padding.
        var options = Frames.IPv4(0x0a000001, 0x0a000002, Tcp, [1, 1, 1, 1, 1, 1, 1, 1, .. Segment]);
        options[14] = 0x47;
        Assert.Equal(new PacketFlow(Tcp, Ten1, 40001, Ten2, 53), FlowOf(options));
        Assert.Equal(new PacketFlow(Udp, Db1, 40001, Db2, 53), FlowOf(Frames.IPv6(HopByHop, [Udp, 0, 1, 4, 0, 0, 0, 0, .. Segment])));
    }

    [Fact]
    public void ATunnelHasTheFlowOfWhatIsInIt()
    {
        var inner = IPv4(Tcp).AsSpan(14);
        Assert.Equal(new PacketFlow(Tcp, Ten1, 40001, Ten2, 53), FlowOf(Frames.IPv4(0xc0000201, 0xc0000202, IpInIp, inner)));
        Assert.Equal(new PacketFlow(Tcp, Ten1, 40001, Ten2, 53), FlowOf(Frames.IPv6(IpInIp, inner)));
        Assert.Equal(new PacketFlow(Udp, Db1, 40001, Db2, 53), FlowOf(Frames.IPv4(0xc0000201, 0xc0000202, Ipv6InIp, Frames.IPv6(Udp, Segment).AsSpan(14))));
    }

    [Theory]
    [InlineData(0x2000)] // More fragments: the first.
    [InlineData(0x2001)]
    [InlineData(0x0001)] // The last: what looks like ports is data.
    [InlineData(0x1fff)]
    public void AFragmentOfIPv4HasNoFlow(ushort fragment)
    {
        var frame = IPv4(Udp);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(20), fragment);
        Assert.Null(FlowOf(frame));
        // The flag that forbids fragments is none.
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(20), 0x4000);
        Assert.NotNull(FlowOf(frame));
    }

    [Theory]
    [InlineData(0x0001)]
    [InlineData(0x0008)]
    [InlineData(0x0009)]
    [InlineData(0xfff8)]
    public void AFragmentOfIPv6HasNoFlow(ushort fragment)
    {
        Assert.Null(FlowOf(Frames.IPv6(Fragment, [Udp, 0, (byte)(fragment >> 8), (byte)fragment, 0, 0, 0, 1, .. Segment])));
        // RFC 6946: a fragment that is the whole.
        Assert.Equal(new PacketFlow(Udp, Db1, 40001, Db2, 53), FlowOf(Frames.IPv6(Fragment, [Udp, 0, 0, 0, 0, 0, 0, 1, .. Segment])));
    }

    [Fact]
    public void AFrameThatIsCutBeforeItsPortsEndHasNoFlow()
    {
        AssertCut(IPv4(Tcp), 34 + PortsEnd);
        AssertCut(IPv4(Udp), 34 + PortsEnd);
        AssertCut(Frames.Tagged(IPv4(Udp), 0x8100, 7), 38 + PortsEnd);
        AssertCut(Frames.IPv6(Udp, Segment), 54 + PortsEnd);
        AssertCut(Frames.IPv6(HopByHop, [Udp, 0, 1, 4, 0, 0, 0, 0, .. Segment]), 62 + PortsEnd);
    }

    [Fact]
    public void PortsBehindTheEndThatTheHeaderTellsAreNone()
    {
        // Ethernet pads short frames: what is behind the packet's end is no part of it.
        var frame = IPv4(Udp);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), 20 + 3);
        Assert.Null(FlowOf(frame));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), 20 + 4);
        Assert.NotNull(FlowOf(frame));
        // A header that claims to be longer than the packet.
        frame[14] = 0x4f;
        Assert.Null(FlowOf(frame));
    }

    [Theory]
    [InlineData(LinkType.Raw, "")]
    [InlineData(LinkType.IPv4, "")]
    [InlineData(LinkType.Loop, "00000002")]
    [InlineData(LinkType.LinuxSll, "0000030400060000000000000000" + "0800")]
    [InlineData(LinkType.LinuxSll2, "0800" + "0000" + "00000001" + "0304" + "00" + "06" + "0000000000000000")]
    public void EveryKindOfLinkHasFlows(LinkType linkType, string header)
    {
        byte[] frame = [.. Convert.FromHexString(header), .. IPv4(Tcp).AsSpan(14)];
        Assert.Equal(new PacketFlow(Tcp, Ten1, 40001, Ten2, 53), FlowOf(frame, linkType));
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        byte[][] samples = [IPv4(Tcp), Frames.IPv6(HopByHop, [Udp, 0, 1, 4, 0, 0, 0, 0, .. Segment]), Frames.Tagged(IPv4(Udp), 0x8100, 7), Frames.IPv6(IpInIp, IPv4(Tcp).AsSpan(14))];
        for (var round = 0; round < 50_000; round++)
        {
            var frame = samples[round % samples.Length].ToArray();
            for (var changes = random.Next(1, 6); changes > 0; changes--) frame[random.Next(frame.Length)] = (byte)random.Next(256);
            var length = random.Next(frame.Length + 1);
            var fault = Record.Exception(() => FlowOf(frame.AsSpan(0, length).ToArray()));
            Assert.True(fault is null, $"seed {seed}: {Convert.ToHexString(frame.AsSpan(0, length))}: {fault}");
        }
    }

    private static byte[] IPv4(byte protocol) => Frames.IPv4(0x0a000001, 0x0a000002, protocol, Segment);

    private void AssertCut(byte[] frame, int needed)
    {
        for (var length = 0; length <= frame.Length; length++)
        {
            var packet = new PacketInput { Number = 1, LinkType = LinkType.Ethernet, WireLength = (uint)frame.Length, Bytes = frame.AsSpan(0, length) };
            Assert.Equal(length >= needed, dissection.TryFindFlow(packet, out _));
        }
    }

    private PacketFlow? FlowOf(byte[] frame, LinkType linkType = LinkType.Ethernet) =>
        dissection.TryFindFlow(new PacketInput { Number = 1, LinkType = linkType, WireLength = (uint)frame.Length, Bytes = frame }, out var flow) ? flow : null;
}

using Packet.Dissect.Cursor;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Ipv6;

/// <summary>The lines of an IPv6 header.</summary>
internal static class Ipv6Tree
{
    internal static FieldNode Describe(ref Pass pass, View packet)
    {
        var at = packet.Offset;
        var source = AddressText.IPv6(pass.Frame.Slice(at + 8, 16));
        var destination = AddressText.IPv6(pass.Frame.Slice(at + 24, 16));
        var root = pass.AddLayer("ipv6", $"Internet Protocol Version 6, Src: {source}, Dst: {destination}", at, Ipv6Layer.HeaderLength);
        var word = pass.U32(at);
        root.AddBits("ipv6.version", word >> 24, 0xf0, 8, $"Version: {word >> 28}", at, 1, $"{word >> 28}");
        DescribeTrafficClass(root, word, at);
        var label = word & 0xfffff;
        root.AddBits("ipv6.flow", word & 0xffffff, 0x0fffff, 24, $"Flow Label: {Hex.Of(label, 5)}", at + 1, 3, Hex.Of(label, 5));
        var length = pass.U16(at + 4);
        var node = root.Add("ipv6.plen", $"Payload Length: {length}", at + 4, 2, $"{length}");
        if (length > packet.Reported - Ipv6Layer.HeaderLength)
            node.AddExpert(FieldSeverity.Warning, "Protocol", "IPv6 payload length exceeds framing length (" + (packet.Reported - Ipv6Layer.HeaderLength) + " bytes)");
        root.Add("ipv6.nxt", $"Next Header: {IpProtocol.NameOf(pass.U8(at + 6))} ({pass.U8(at + 6)})", at + 6, 1, $"{pass.U8(at + 6)}");
        root.Add("ipv6.hlim", $"Hop Limit: {pass.U8(at + 7)}", at + 7, 1, $"{pass.U8(at + 7)}");
        root.Add("ipv6.src", "Source Address: " + source, at + 8, 16, source);
        root.Add("ipv6.dst", "Destination Address: " + destination, at + 24, 16, destination);
        return root;
    }

    private static void DescribeTrafficClass(FieldNode root, uint word, int at)
    {
        var traffic = (byte)(word >> 20);
        var dscp = traffic >> 2;
        var ecn = traffic & 3;
        var node = root.AddBits("ipv6.tclass", word, 0x0ff00000, 32, $"Traffic Class: {Hex.Of(traffic, 2)} (DSCP: {Dscp.ShortName(dscp)}, ECN: {Dscp.EcnShortName(ecn)})", at, 4, Hex.Of(traffic, 2));
        node.AddBits("ipv6.tclass.dscp", word, 0x0fc00000, 32, $"Differentiated Services Codepoint: {Dscp.LongName(dscp)} ({dscp})", at, 4, $"{dscp}");
        node.AddBits("ipv6.tclass.ecn", word, 0x00300000, 32, $"Explicit Congestion Notification: {Dscp.EcnLongName(ecn)} ({ecn})", at, 4, $"{ecn}");
    }
}

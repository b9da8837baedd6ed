using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Ipv4;

/// <summary>The lines of an IPv4 header.</summary>
internal static class Ipv4Tree
{
    internal static void Describe(ref Pass pass, View packet, int headerLength)
    {
        var at = packet.Offset;
        var source = AddressText.IPv4(pass.Frame.Slice(at + 12, 4));
        var destination = AddressText.IPv4(pass.Frame.Slice(at + 16, 4));
        var root = pass.AddLayer("ip", $"Internet Protocol Version 4, Src: {source}, Dst: {destination}", at, headerLength);
        DescribeFirstByte(ref pass, root, at, headerLength);
        DescribeDifferentiatedServices(root, "ip", pass.U8(at + 1), at + 1);
        var totalLength = pass.U16(at + 2);
        var total = root.Add("ip.len", totalLength == 0
            ? $"Total Length: {packet.Reported} bytes (reported as 0, presumed to be because of \"TCP segmentation offload\" (TSO))"
            : $"Total Length: {totalLength}", at + 2, 2, $"{totalLength}");
        if (totalLength > packet.Reported)
            total.AddExpert(FieldSeverity.Error, "Protocol", $"IPv4 total length exceeds packet length ({packet.Reported} bytes)");
        var identification = pass.U16(at + 4);
        root.Add("ip.id", $"Identification: {Hex.Of(identification, 4)} ({identification})", at + 4, 2, Hex.Of(identification, 4));
        DescribeFragment(root, pass.U16(at + 6), at + 6);
        root.Add("ip.ttl", $"Time to Live: {pass.U8(at + 8)}", at + 8, 1, $"{pass.U8(at + 8)}");
        root.Add("ip.proto", $"Protocol: {IpProtocol.NameOf(pass.U8(at + 9))} ({pass.U8(at + 9)})", at + 9, 1, $"{pass.U8(at + 9)}");
        root.Add("ip.checksum", $"Header Checksum: {Hex.Of(pass.U16(at + 10), 4)} [validation disabled]", at + 10, 2, Hex.Of(pass.U16(at + 10), 4));
        root.AddGenerated("ip.checksum.status", "[Header checksum status: Unverified]", at + 10, 2, "2");
        root.Add("ip.src", "Source Address: " + source, at + 12, 4, source);
        root.Add("ip.dst", "Destination Address: " + destination, at + 16, 4, destination);
        Ipv4Options.Describe(ref pass, root, at + 20, headerLength - 20);
    }

    internal static void DescribeBogus(ref Pass pass, View view, int headerLength)
    {
        if (pass.Tree is null) return;
        var root = pass.AddLayer("ip", "Internet Protocol Version 4", view.Offset, Math.Min(20, view.Captured));
        DescribeFirstByte(ref pass, root, view.Offset, headerLength);
        root.Add("ip.len", $"Total Length: {pass.U16(view.Offset + 2)}", view.Offset + 2, 2, $"{pass.U16(view.Offset + 2)}");
        root.AddExpert(FieldSeverity.Error, "Protocol", pass.Info.ToTrimmedString());
    }

    internal static void DescribeDifferentiatedServices(FieldNode parent, string prefix, byte value, int offset)
    {
        var dscp = value >> 2;
        var ecn = value & 3;
        var node = parent.Add(prefix + ".dsfield", $"Differentiated Services Field: {Hex.Of(value, 2)} (DSCP: {Dscp.ShortName(dscp)}, ECN: {Dscp.EcnShortName(ecn)})", offset, 1, Hex.Of(value, 2));
        node.AddBits(prefix + ".dsfield.dscp", value, 0xfc, 8, $"Differentiated Services Codepoint: {Dscp.LongName(dscp)} ({dscp})", offset, 1, $"{dscp}");
        node.AddBits(prefix + ".dsfield.ecn", value, 0x03, 8, $"Explicit Congestion Notification: {Dscp.EcnLongName(ecn)} ({ecn})", offset, 1, $"{ecn}");
    }

    private static void DescribeFirstByte(ref Pass pass, FieldNode root, int at, int headerLength)
    {
        var first = pass.U8(at);
        root.AddBits("ip.version", first, 0xf0, 8, $"Version: {first >> 4}", at, 1, $"{first >> 4}");
        root.AddBits("ip.hdr_len", first, 0x0f, 8, $"Header Length: {headerLength} bytes ({first & 15})", at, 1, $"{headerLength}");
    }

    private static void DescribeFragment(FieldNode root, ushort value, int offset)
    {
        var flags = value >> 13;
        var text = (flags & 4) != 0 ? ", Reserved bit" : "";
        if ((flags & 2) != 0) text += ", Don't fragment";
        if ((flags & 1) != 0) text += ", More fragments";
        var node = root.AddBits("ip.flags", (uint)(value >> 8), 0xe0, 8, $"Flags: {Hex.Of((uint)flags, 1)}{text}", offset, 1, Hex.Of((uint)flags, 1));
        node.AddFlag("ip.flags.rb", (uint)(value >> 8), 0x80, 8, "Reserved bit", offset, 1);
        node.AddFlag("ip.flags.df", (uint)(value >> 8), 0x40, 8, "Don't fragment", offset, 1);
        node.AddFlag("ip.flags.mf", (uint)(value >> 8), 0x20, 8, "More fragments", offset, 1);
        var fragmentOffset = (value & 0x1fff) * 8;
        root.AddBits("ip.frag_offset", value, 0x1fff, 16, $"Fragment Offset: {fragmentOffset}", offset, 2, $"{fragmentOffset}");
    }
}

using Packet.Dissect.Cursor;
using Packet.Dissect.Ethernet;
using Packet.Dissect.Frame;
using Packet.Dissect.Text;

namespace Packet.Dissect.Cooked;

/// <summary>
/// Linux cooked captures, what an interface without one link-layer header gives. Version 1: packet type (2), hardware type (2), address length (2), address (8),
/// protocol (2). Version 2: protocol (2), reserved (2), interface index (4), hardware type (2), packet type (1), address length (1), address (8).
/// </summary>
internal static class CookedLayer
{
    internal const int Version1Length = 16;
    internal const int Version2Length = 20;

    /// <summary>The protocol of frames that have a length where others have an EtherType.</summary>
    internal const ushort Llc = 0x0004;
    private const ushort FirstEtherType = 0x0600;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("SLL");
        if (!pass.Require(view, Version1Length, "SLL")) return;
        var at = view.Offset;
        var addressLength = pass.U16(at + 4);
        var protocol = pass.U16(at + 14);
        StartColumns(ref pass, pass.U16(at), addressLength, at + 6);
        if (pass.Tree is not null)
        {
            var root = pass.Tree.AddRoot("sll", "Linux cooked capture v1", at, Version1Length);
            DescribePacketType(root, pass.U16(at), at, 2);
            DescribeHardware(root, pass.U16(at + 2), at + 2);
            root.Add("sll.halen", $"Link-layer address length: {addressLength}", at + 4, 2, $"{addressLength}");
            DescribeAddress(ref pass, root, addressLength, at + 6);
            root.Add("sll.etype", "Protocol: " + ProtocolName(protocol), at + 14, 2, Hex.Of(protocol, 4));
        }

        DissectPayload(ref pass, protocol, view.Skip(Version1Length));
    }

    internal static void DissectVersion2(ref Pass pass, View view)
    {
        pass.StartRow("SLL");
        if (!pass.Require(view, Version2Length, "SLL")) return;
        var at = view.Offset;
        var addressLength = pass.U8(at + 11);
        var protocol = pass.U16(at);
        StartColumns(ref pass, pass.U8(at + 10), addressLength, at + 12);
        if (pass.Tree is not null)
        {
            var root = pass.Tree.AddRoot("sll", "Linux cooked capture v2", at, Version2Length);
            root.Add("sll.etype", "Protocol: " + ProtocolName(protocol), at, 2, Hex.Of(protocol, 4));
            root.Add("sll.ifindex", $"Interface index: {pass.U32(at + 4)}", at + 4, 4, $"{pass.U32(at + 4)}");
            DescribeHardware(root, pass.U16(at + 8), at + 8);
            DescribePacketType(root, pass.U8(at + 10), at + 10, 1);
            root.Add("sll.halen", $"Link-layer address length: {addressLength}", at + 11, 1, $"{addressLength}");
            DescribeAddress(ref pass, root, addressLength, at + 12);
        }

        DissectPayload(ref pass, protocol, view.Skip(Version2Length));
    }

    private static void StartColumns(ref Pass pass, int packetType, int addressLength, int addressOffset)
    {
        pass.Info.Append(PacketTypeName(packetType));
        if (addressLength != 6) return;
        pass.SourceKind = AddressKind.Mac;
        pass.SourceOffset = addressOffset;
    }

    private static void DissectPayload(ref Pass pass, ushort protocol, View payload)
    {
        if (protocol == Llc) LlcLayer.Dissect(ref pass, payload);
        else if (protocol >= FirstEtherType) EtherType.Dissect(ref pass, protocol, payload);
        else DataNode.DescribeUndecoded(ref pass, payload, ProtocolName(protocol));
    }

    private static void DescribePacketType(FieldNode root, int type, int offset, int length)
        => root.Add("sll.pkttype", $"Packet type: {PacketTypeName(type)} ({type})", offset, length, $"{type}");

    private static void DescribeHardware(FieldNode root, int type, int offset)
        => root.Add("sll.hatype", $"Link-layer address type: {HardwareName(type)} ({type})", offset, 2, $"{type}");

    private static void DescribeAddress(ref Pass pass, FieldNode root, int length, int offset)
    {
        var used = Math.Min(length, 8);
        if (used == 6)
        {
            var address = AddressText.Mac(pass.Frame.Slice(offset, 6));
            root.Add("sll.src.eth", "Source: " + address, offset, 6, address);
        }
        else if (used > 0)
        {
            root.Add("sll.src.other", "Source: " + Hex.Bytes(pass.Frame.Slice(offset, used)), offset, used);
        }

        if (used < 8) root.Add("sll.unused", "Unused: " + Hex.Bytes(pass.Frame.Slice(offset + used, 8 - used)), offset + used, 8 - used);
    }

    private static string PacketTypeName(int type) => type switch
    {
        0 => "Unicast to us",
        1 => "Broadcast",
        2 => "Multicast",
        3 => "Unicast to another host",
        4 => "Sent by us",
        _ => $"Unknown ({type})",
    };

    private static string HardwareName(int type) => type switch
    {
        1 => "Ethernet",
        512 => "PPP",
        772 => "Loopback",
        776 => "IPv6-in-IPv4",
        778 => "IP GRE",
        801 => "IEEE802.11",
        65534 => "zero header length",
        _ => "Unknown",
    };

    private static string ProtocolName(ushort protocol) => protocol switch
    {
        1 => "IPX (0x0001)",
        Llc => "802.2 LLC (0x0004)",
        _ => EtherType.Describe(protocol),
    };
}

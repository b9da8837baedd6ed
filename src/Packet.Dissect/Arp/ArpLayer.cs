using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Arp;

/// <summary>
/// ARP (RFC 826): hardware type (2), protocol type (2), their address sizes (1 + 1), operation (2), then the sender's and the target's addresses.
/// </summary>
internal static class ArpLayer
{
    private const int FixedLength = 8;
    private const int Request = 1, Reply = 2, ReverseRequest = 3, ReverseReply = 4;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("ARP");
        pass.Facts |= PacketFacts.Arp;
        if (!pass.Require(view, FixedLength, "ARP")) return;
        var at = view.Offset;
        var hardwareSize = pass.U8(at + 4);
        var protocolSize = pass.U8(at + 5);
        var operation = pass.U16(at + 6);
        var length = FixedLength + (2 * (hardwareSize + protocolSize));
        if (!pass.Require(view, length, "ARP")) return;
        pass.NetworkEnd = at + length;

        var parts = new ArpAddresses(ref pass, at, hardwareSize, protocolSize);
        AppendInfo(ref pass, operation, parts);
        if (pass.Tree is not null) Describe(ref pass, at, length, operation, parts);
    }

    private static void AppendInfo(ref Pass pass, int operation, in ArpAddresses parts)
    {
        var isGratuitous = parts.SenderProtocol == parts.TargetProtocol;
        switch (operation)
        {
            case Request when isGratuitous:
                pass.Info.Append("ARP Announcement for ").Append(parts.TargetProtocol);
                break;
            case Request when parts.IsProbe:
                pass.Info.Append("Who has ").Append(parts.TargetProtocol).Append("? (ARP Probe)");
                break;
            case Request:
                pass.Info.Append("Who has ").Append(parts.TargetProtocol).Append("? Tell ").Append(parts.SenderProtocol);
                break;
            case Reply when isGratuitous:
                pass.Info.Append("Gratuitous ARP for ").Append(parts.SenderProtocol).Append(" (Reply)");
                break;
            case Reply:
                pass.Info.Append(parts.SenderProtocol).Append(" is at ").Append(parts.SenderHardware);
                break;
            case ReverseRequest:
                pass.Info.Append("Who is ").Append(parts.TargetHardware).Append("? Tell ").Append(parts.SenderHardware);
                break;
            case ReverseReply:
                pass.Info.Append(parts.TargetHardware).Append(" is at ").Append(parts.TargetProtocol);
                break;
            default:
                pass.Info.Append("Unknown ARP opcode 0x").AppendHex((uint)operation, 4);
                break;
        }
    }

    private static void Describe(ref Pass pass, int at, int length, int operation, in ArpAddresses parts)
    {
        var hardwareType = pass.U16(at);
        var protocolType = pass.U16(at + 2);
        var root = pass.AddLayer("arp", "Address Resolution Protocol (" + OperationName(operation, parts) + ")", at, length);
        root.Add("arp.hw.type", $"Hardware type: {(hardwareType == 1 ? "Ethernet" : "Unknown")} ({hardwareType})", at, 2, $"{hardwareType}");
        root.Add("arp.proto.type", "Protocol type: " + Ethernet.EtherType.Describe(protocolType), at + 2, 2, Hex.Of(protocolType, 4));
        root.Add("arp.hw.size", $"Hardware size: {parts.HardwareSize}", at + 4, 1, $"{parts.HardwareSize}");
        root.Add("arp.proto.size", $"Protocol size: {parts.ProtocolSize}", at + 5, 1, $"{parts.ProtocolSize}");
        root.Add("arp.opcode", $"Opcode: {BareOperationName(operation)} ({operation})", at + 6, 2, $"{operation}");
        if (parts.SenderProtocol == parts.TargetProtocol && operation is Request or Reply && parts.ProtocolSize > 0)
        {
            if (parts.SenderProtocol == parts.TargetProtocol) root.AddGenerated("arp.isgratuitous", "[Is gratuitous: True]", value: "1");
        }

        var hardware = parts.IsEthernet ? "MAC" : "hardware";
        var protocol = parts.IsIPv4 ? "IP" : "protocol";
        var place = at + FixedLength;
        DescribeOne(root, parts.IsEthernet ? "arp.src.hw_mac" : "arp.src.hw", $"Sender {hardware} address", parts.SenderHardware, ref place, parts.HardwareSize);
        DescribeOne(root, parts.IsIPv4 ? "arp.src.proto_ipv4" : "arp.src.proto", $"Sender {protocol} address", parts.SenderProtocol, ref place, parts.ProtocolSize);
        DescribeOne(root, parts.IsEthernet ? "arp.dst.hw_mac" : "arp.dst.hw", $"Target {hardware} address", parts.TargetHardware, ref place, parts.HardwareSize);
        DescribeOne(root, parts.IsIPv4 ? "arp.dst.proto_ipv4" : "arp.dst.proto", $"Target {protocol} address", parts.TargetProtocol, ref place, parts.ProtocolSize);
    }

    private static void DescribeOne(FieldNode root, string name, string title, string address, ref int offset, int length)
    {
        if (length > 0) root.Add(name, $"{title}: {address}", offset, length, address);
        offset += length;
    }

    private static string OperationName(int operation, in ArpAddresses parts)
    {
        if (parts.SenderProtocol != parts.TargetProtocol)
            return operation == Request && parts.IsProbe ? "ARP Probe" : BareOperationName(operation);
        return operation switch
        {
            Request => "ARP Announcement",
            Reply => "reply/gratuitous ARP",
            _ => BareOperationName(operation),
        };
    }

    private static string BareOperationName(int operation) => operation switch
    {
        Request => "request",
        Reply => "reply",
        ReverseRequest => "reverse request",
        ReverseReply => "reverse reply",
        _ => "unknown",
    };
}

using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Icmp;
using Packet.Dissect.Ipv6;
using Packet.Dissect.Text;

namespace Packet.Dissect.Icmpv6;

/// <summary>ICMPv6 (RFC 4443), with neighbour discovery (RFC 4861) and multicast listener discovery (RFC 2710, RFC 3810).</summary>
internal static class Icmpv6Layer
{
    internal const byte EchoRequest = 128;
    internal const byte EchoReply = 129;
    private const int HeaderLength = 4;

    internal static void Dissect(ref Pass pass, View view)
    {
        var hopLimit = pass.SourceKind == AddressKind.IPv6 ? pass.U8(pass.SourceOffset - 1) : (byte)0;
        pass.StartRow("ICMPv6");
        pass.Facts |= PacketFacts.Icmp;
        if (!pass.Require(view, HeaderLength, "ICMPv6")) return;
        var type = pass.U8(view.Offset);
        var code = pass.U8(view.Offset + 1);
        if (type is >= 1 and <= 4) pass.Facts |= PacketFacts.IcmpError;
        pass.Info.Append(Icmpv6Names.OfType(type));
        if (Icmpv6Names.OfCode(type, code) is { } codeName) pass.Info.Append(" (").Append(codeName).Append(')');
        var root = pass.Tree is null ? null : Describe(ref pass, view, type, code);
        if (!pass.Require(view, 8, "ICMPv6")) return;

        switch (type)
        {
            case >= 1 and <= 4: DissectError(ref pass, root, view, type); break;
            case EchoRequest or EchoReply: DissectEcho(ref pass, root, view, type, hopLimit); break;
            case >= 130 and <= 132: MulticastListener.Dissect(ref pass, root, view, type); break;
            case >= 133 and <= 137: NeighborDiscovery.Dissect(ref pass, root, view, type); break;
            case 143: MulticastListener.DissectReport(ref pass, root, view); break;
            default:
                if (root is not null) DataNode.DescribeUndecoded(ref pass, view.Skip(HeaderLength), Icmpv6Names.OfType(type));
                break;
        }
    }

    private static FieldNode Describe(ref Pass pass, View view, byte type, byte code)
    {
        var at = view.Offset;
        var root = pass.AddLayer("icmpv6", "Internet Control Message Protocol v6", at, view.Captured);
        root.Add("icmpv6.type", $"Type: {Icmpv6Names.OfType(type)} ({type})", at, 1, $"{type}");
        root.Add("icmpv6.code", Icmpv6Names.OfCode(type, code) is { } name ? $"Code: {code} ({name})" : $"Code: {code}", at + 1, 1, $"{code}");
        IcmpChecksum.Describe(ref pass, root, "icmpv6", view, PseudoHeaderSum(ref pass, view));
        return root;
    }

    private static uint PseudoHeaderSum(ref Pass pass, View view)
    {
        if (pass.SourceKind != AddressKind.IPv6) return 0;
        var sum = InternetChecksum.Add(0, pass.Frame.Slice(pass.SourceOffset, 16));
        sum = InternetChecksum.Add(sum, pass.Frame.Slice(pass.DestinationOffset, 16));
        return sum + ((uint)view.Reported >> 16) + ((uint)view.Reported & 0xffff) + Ipv4.IpProtocol.Icmpv6;
    }

    private static void DissectEcho(ref Pass pass, FieldNode? root, View view, byte type, byte hopLimit)
    {
        var at = view.Offset;
        pass.Info.Append(" id=0x").AppendHex(pass.U16(at + 4), 4).Append(", seq=").AppendDecimal(pass.U16(at + 6))
            .Append(", hop limit=").AppendDecimal(hopLimit);
        var hasRequest = pass.Owner.Conversations.TryFindRequest(pass.Number, out var request) && type == EchoReply && !pass.InQuotedPacket;
        if (hasRequest) pass.Info.Append(" (request in ").AppendDecimal(request.Reference).Append(')');
        if (root is null) return;
        root.Add("icmpv6.echo.identifier", $"Identifier: {Hex.Of(pass.U16(at + 4), 4)}", at + 4, 2, Hex.Of(pass.U16(at + 4), 4));
        root.Add("icmpv6.echo.sequence_number", $"Sequence: {pass.U16(at + 6)}", at + 6, 2, $"{pass.U16(at + 6)}");
        if (hasRequest)
        {
            root.AddGenerated("icmpv6.resp_to", $"[Response To: {request.Reference}]", value: $"{request.Reference}");
            root.AddGenerated("icmpv6.resptime", $"[Response Time: {TimeText.Milliseconds(request.DeltaNanoseconds)} ms]", value: TimeText.Milliseconds(request.DeltaNanoseconds));
        }

        IcmpTree.DescribePayload(ref pass, root, view.Skip(8), EchoReply);
    }

    private static void DissectError(ref Pass pass, FieldNode? root, View view, byte type)
    {
        if (root is null) return;
        var at = view.Offset + 4;
        if (type == 2) root.Add("icmpv6.mtu", $"MTU: {pass.U32(at)}", at, 4, $"{pass.U32(at)}");
        else if (type == 4) root.Add("icmpv6.pointer", $"Pointer: {pass.U32(at)}", at, 4, $"{pass.U32(at)}");
        else root.Add("icmpv6.reserved", "Reserved: " + Hex.Bytes(pass.Frame.Slice(at, 4)), at, 4);
        var quoted = view.Skip(8);
        if (pass.InQuotedPacket || quoted.Captured < Ipv6Layer.HeaderLength || !pass.TryEnter()) return;
        var end = pass.NetworkEnd;
        pass.Quote = root;
        pass.InQuotedPacket = true;
        Ipv6Layer.Dissect(ref pass, quoted);
        pass.InQuotedPacket = false;
        pass.Quote = null;
        pass.NetworkEnd = end;
        pass.Leave();
    }
}

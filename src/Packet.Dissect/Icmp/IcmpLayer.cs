using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;

namespace Packet.Dissect.Icmp;

/// <summary>ICMP (RFC 792): type (1), code (1), checksum (2), then 4 bytes whose meaning the type decides.</summary>
internal static class IcmpLayer
{
    internal const byte EchoReply = 0;
    internal const byte EchoRequest = 8;
    private const int HeaderLength = 8;
    private const int NameWidth = 20;

    internal static void Dissect(ref Pass pass, View view)
    {
        var ttl = pass.SourceKind == AddressKind.IPv4 ? pass.U8(pass.SourceOffset - 4) : (byte)0;
        pass.StartRow("ICMP");
        pass.Facts |= PacketFacts.Icmp;
        if (!pass.Require(view, HeaderLength, "ICMP")) return;
        var at = view.Offset;
        var type = pass.U8(at);
        var code = pass.U8(at + 1);
        if (type is 3 or 4 or 5 or 11) pass.Facts |= PacketFacts.IcmpError;
        AppendPadded(ref pass, IcmpNames.OfType(type));
        if (IcmpNames.OfCode(type, code) is { } codeName) pass.Info.Append(" (").Append(codeName).Append(')');
        var isQuery = type is EchoReply or EchoRequest or (>= 13 and <= 18);
        if (isQuery) AppendQuery(ref pass, at, ttl);
        if (pass.Owner.Conversations.TryFindRequest(pass.Number, out var request) && type == EchoReply)
            pass.Info.Append(" (request in ").AppendDecimal(request.Reference).Append(')');
        if (pass.Tree is null) return;

        var root = IcmpTree.Describe(ref pass, view, type, code, isQuery);
        if (type is 3 or 4 or 5 or 11 or 12) DissectQuote(ref pass, root, view.Skip(HeaderLength));
        else if (isQuery) IcmpTree.DescribePayload(ref pass, root, view.Skip(HeaderLength), type);
        else DataNode.Describe(ref pass, view.Skip(HeaderLength));
    }

    private static void AppendPadded(ref Pass pass, string name)
    {
        pass.Info.Append(name);
        for (var i = name.Length; i < NameWidth; i++) pass.Info.Append(' ');
    }

    // Hosts disagree about the byte order of the sequence number, so Wireshark shows both.
    private static void AppendQuery(ref Pass pass, int at, byte ttl)
    {
        var sequence = pass.U16(at + 6);
        pass.Info.Append(" id=0x").AppendHex(pass.U16(at + 4), 4).Append(", seq=").AppendDecimal(sequence).Append('/')
            .AppendDecimal((ushort)((sequence << 8) | (sequence >> 8))).Append(", ttl=").AppendDecimal(ttl);
    }

    // The row stays this packet's own; the tree shows what the error is about.
    private static void DissectQuote(ref Pass pass, FieldNode root, View view)
    {
        if (pass.InQuotedPacket || view.Captured < Ipv4Layer.MinHeaderLength || !pass.TryEnter()) return;
        var end = pass.NetworkEnd;
        pass.Quote = root;
        pass.InQuotedPacket = true;
        Ipv4Layer.Dissect(ref pass, view);
        pass.InQuotedPacket = false;
        pass.Quote = null;
        pass.NetworkEnd = end;
        pass.Leave();
    }
}

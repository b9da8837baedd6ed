using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;

namespace Packet.Dissect.Ipv4;

/// <summary>
/// IPv4 (RFC 791). Total length rules what the inner layers may read; 0 means that the sending host left segmentation to its card.
/// </summary>
internal static class Ipv4Layer
{
    internal const int MinHeaderLength = 20;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("IPv4");
        if (!pass.Require(view, MinHeaderLength, "IPv4")) return;
        var at = view.Offset;
        var headerLength = (pass.U8(at) & 15) * 4;
        if (headerLength < MinHeaderLength)
        {
            pass.Info.Append("Bogus IP header length (").AppendDecimal(headerLength).Append(", must be at least 20)");
            Ipv4Tree.DescribeBogus(ref pass, view, headerLength);
            return;
        }

        int totalLength = pass.U16(at + 2);
        if (totalLength == 0) totalLength = view.Reported;
        if (totalLength < headerLength)
        {
            pass.Info.Append("Bogus IP length (").AppendDecimal(totalLength).Append(", less than header length ").AppendDecimal(headerLength).Append(')');
            Ipv4Tree.DescribeBogus(ref pass, view, headerLength);
            return;
        }

        pass.SetAddresses(AddressKind.IPv4, at + 12, at + 16);
        var packet = view.Take(totalLength);
        pass.NetworkEnd = packet.End;
        if (IsTtlUnexpected(pass.U8(at + 8), pass.U32(at + 16), pass.U8(at + 9))) pass.Facts |= PacketFacts.TtlUnexpected;
        if (!pass.Require(packet, headerLength, "IPv4")) return;
        if (pass.Tree is not null) Ipv4Tree.Describe(ref pass, packet, headerLength);

        var protocol = pass.U8(at + 9);
        var payload = packet.Skip(headerLength);
        var fragmentOffset = (pass.U16(at + 6) & 0x1fff) * 8;
        var hasMore = (pass.U16(at + 6) & 0x2000) != 0;
        if (fragmentOffset == 0 && !hasMore)
        {
            IpProtocol.Dissect(ref pass, protocol, payload);
            return;
        }

        if (fragmentOffset == 0 && (payload.Captured < payload.Reported || pass.InQuotedPacket))
        {
            // A first fragment that can never be put together is worth reading for its ports.
            pass.IsFragment = true;
            IpProtocol.Dissect(ref pass, protocol, payload);
            return;
        }

        pass.Info.Append("Fragmented IP protocol (proto=").Append(IpProtocol.NameOf(protocol)).Append(' ').AppendDecimal(protocol)
            .Append(", off=").AppendDecimal(fragmentOffset).Append(", ID=").AppendHex(pass.U16(at + 4), 4).Append(')');
        DataNode.Describe(ref pass, payload);
    }

    // The rule of Wireshark's default colours: below 5 on the way to anywhere but a group, or not 1 on a link-local group.
    private static bool IsTtlUnexpected(byte ttl, uint destination, byte protocol)
    {
        const byte Ospf = 89, Pim = 103, Vrrp = 112;
        if (destination >> 28 != 0xe) return ttl < 5 && protocol is not (Pim or Ospf);
        return destination >> 8 == 0xe00000 && destination != 0xe00000fb && ttl != 1 && protocol != Vrrp;
    }
}

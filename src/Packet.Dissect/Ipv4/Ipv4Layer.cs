using Packet.Dissect.Cursor;

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
        pass.SetAddresses(AddressKind.IPv4, at + 12, at + 16);
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

        var packet = view.Take(totalLength);
        pass.NetworkEnd = packet.End;
        if (IsTtlUnexpected(pass.U8(at + 8), pass.U32(at + 16), pass.U8(at + 9))) pass.Facts |= PacketFacts.TtlUnexpected;
        if (!pass.Require(packet, headerLength, "IPv4")) return;
        if (pass.Tree is not null) Ipv4Tree.Describe(ref pass, packet, headerLength);

        var protocol = pass.U8(at + 9);
        var fragment = pass.U16(at + 6);
        var payload = packet.Skip(headerLength);
        IpProtocol.Dissect(ref pass, protocol, payload);
    }

    // The rule of Wireshark's default colours: below 5 on the way to anywhere but a group, or not 1 on a link-local group.
    private static bool IsTtlUnexpected(byte ttl, uint destination, byte protocol)
    {
        const byte Ospf = 89, Pim = 103, Vrrp = 112;
        if (destination >> 28 != 0xe) return ttl < 5 && protocol is not (Pim or Ospf);
        return destination >> 8 == 0xe00000 && destination != 0xe00000fb && ttl != 1 && protocol != Vrrp;
    }
}

using Packet.Dissect.Cursor;
using Packet.Dissect.Dns;
using Packet.Dissect.Frame;
using Packet.Dissect.Text;

namespace Packet.Dissect.Udp;

/// <summary>UDP (RFC 768): source port, destination port, length of header and payload, checksum, 2 bytes each.
/// In a jumbogram a length of 0 stands for all there is (RFC 2675).</summary>
internal static class UdpLayer
{
    internal const int HeaderLength = 8;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("UDP");
        pass.Facts |= PacketFacts.Udp;
        if (!pass.Require(view, 4, "UDP")) return;
        var at = view.Offset;
        var sourcePort = pass.U16(at);
        var destinationPort = pass.U16(at + 2);
        pass.Info.AppendDecimal(sourcePort).Append(" → ").AppendDecimal(destinationPort);
        if (!pass.Require(view, HeaderLength, "UDP"))
        {
            if (pass.Tree is not null) DescribePorts(ref pass, at, view.Captured);
            return;
        }

        int length = pass.U16(at + 4);
        if (length == 0 && view.Reported > ushort.MaxValue) length = view.Reported;
        if (length < HeaderLength)
        {
            pass.Info.Append(" [BAD UDP LENGTH ").AppendDecimal(length).Append(" < ").AppendDecimal(HeaderLength).Append(']');
            if (pass.Tree is not null) Describe(ref pass, view, length, 0);
            return;
        }

        var payload = view.Take(length).Skip(HeaderLength);
        if (length > view.Reported && !pass.IsFragment && !pass.InQuotedPacket)
            pass.Info.Append(" [BAD UDP LENGTH ").AppendDecimal(length).Append(" > IP PAYLOAD LENGTH]");
        pass.Info.Append(" Len=").AppendDecimal(length - HeaderLength);
        if (pass.Tree is not null) Describe(ref pass, view, length, payload.Reported);
        if (payload.Reported == 0 || pass.IsFragment) return;
        if (DnsLayer.IsPort(sourcePort) || DnsLayer.IsPort(destinationPort))
            DnsLayer.Dissect(ref pass, payload, DnsLayer.IsPort(destinationPort) ? destinationPort : sourcePort);
        else
            DataNode.Describe(ref pass, payload);
    }

    private static void Describe(ref Pass pass, View view, int length, int payloadLength)
    {
        var at = view.Offset;
        var root = DescribePorts(ref pass, at, HeaderLength);
        root.Add("udp.length", $"Length: {length}", at + 4, 2, $"{length}");
        root.Add("udp.checksum", $"Checksum: {Hex.Of(pass.U16(at + 6), 4)} [unverified]", at + 6, 2, Hex.Of(pass.U16(at + 6), 4));
        root.AddGenerated("udp.checksum.status", "[Checksum Status: Unverified]", at + 6, 2, "2");
        root.AddGenerated("udp.payload", $"UDP payload ({payloadLength} bytes)", at + HeaderLength, Math.Min(payloadLength, view.End - at - HeaderLength));
    }

    private static FieldNode DescribePorts(ref Pass pass, int at, int length)
    {
        var root = pass.AddLayer("udp", $"User Datagram Protocol, Src Port: {pass.U16(at)}, Dst Port: {pass.U16(at + 2)}", at, length);
        root.Add("udp.srcport", $"Source Port: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        root.Add("udp.dstport", $"Destination Port: {pass.U16(at + 2)}", at + 2, 2, $"{pass.U16(at + 2)}");
        return root;
    }
}

using Packet.Dissect.Conversations;
using Packet.Dissect.Cursor;

namespace Packet.Dissect.Tcp;

/// <summary>
/// TCP (RFC 9293). Sequence numbers are shown from the start of the conversation and windows in bytes, when the conversation is known;
/// of a segment whose conversation was evicted the numbers on the wire are shown.
/// </summary>
internal static class TcpLayer
{
    internal const int MinHeaderLength = 20;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("TCP");
        pass.Facts |= PacketFacts.Tcp;
        if (pass.InQuotedPacket && view.Captured < MinHeaderLength)
        {
            TcpTree.DescribePart(ref pass, view);
            return;
        }

        if (!pass.Require(view, 4, "TCP")) return;
        if (!pass.Require(view, MinHeaderLength, "TCP"))
        {
            pass.Info.AppendDecimal(pass.U16(view.Offset)).Append(" → ").AppendDecimal(pass.U16(view.Offset + 2));
            TcpTree.DescribePart(ref pass, view);
            return;
        }

        var header = new TcpHeader(ref pass, view);
        SetFacts(ref pass, header);
        AppendInfo(ref pass, header);
        if (header.Length < MinHeaderLength)
        {
            pass.Info.Append(", bogus TCP header length (").AppendDecimal(header.Length).Append(", must be at least 20)");
            if (pass.Tree is not null) TcpTree.DescribeBogus(ref pass, view, header);
            return;
        }

        var root = pass.Tree is null ? null : TcpTree.Describe(ref pass, view, header);
        if (header.Has(TcpSegment.Urg)) pass.Info.Append(" Urg=").AppendDecimal(pass.U16(view.Offset + 18));
        if (header.HasSegmentLength) pass.Info.Append(" Len=").AppendDecimal(header.SegmentLength);
        var optionsLength = header.Length - MinHeaderLength;
        if (optionsLength > 0 && !TcpOptions.Dissect(ref pass, root, view.Skip(MinHeaderLength), optionsLength, header)) return;
        if (root is not null) TcpTree.DescribeFindings(ref pass, root, view, header);
        var payload = view.Skip(header.Length);
        if (payload.Reported > 0) TcpPayload.Dissect(ref pass, root, payload, header);
    }

    private static void SetFacts(ref Pass pass, in TcpHeader header)
    {
        if (header.Has(TcpSegment.Rst)) pass.Facts |= PacketFacts.TcpReset;
        if (header.Has(TcpSegment.Syn | TcpSegment.Fin)) pass.Facts |= PacketFacts.TcpSynFin;
        if (header.SourcePort == 80 || header.DestinationPort == 80) pass.Facts |= PacketFacts.Http;
        if (IsBad(header.Notes.Findings)) pass.Facts |= PacketFacts.TcpBad;
    }

    // One harmless finding takes the alarm out of the others; the rule is Wireshark's.
    private static bool IsBad(TcpFindings findings) => findings != TcpFindings.None && (findings & TcpFindings.Harmless) == 0;

    private static void AppendInfo(ref Pass pass, in TcpHeader header)
    {
        pass.Info.Append(TcpFindingText.Prefix(header.Notes));
        pass.Info.AppendDecimal(header.SourcePort).Append(" → ").AppendDecimal(header.DestinationPort).Append(" [");
        TcpFlags.Append(pass.Info, header.Flags);
        pass.Info.Append("] Seq=").AppendDecimal(header.Sequence);
        if (header.Has(TcpSegment.Ack)) pass.Info.Append(" Ack=").AppendDecimal(header.Acknowledgement);
        pass.Info.Append(" Win=").AppendDecimal(header.Window);
    }
}

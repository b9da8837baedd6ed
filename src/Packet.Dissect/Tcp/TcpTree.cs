using Packet.Dissect.Conversations;
using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Tcp;

/// <summary>The lines of a TCP header.</summary>
internal static class TcpTree
{
    internal static FieldNode Describe(ref Pass pass, View view, in TcpHeader header)
    {
        var at = view.Offset;
        var root = pass.AddLayer("tcp", Title(header), at, Math.Min(header.Length, view.Captured));
        DescribePorts(root, header, at);
        if (header.HasContext) root.AddGenerated("tcp.stream", $"[Stream index: {header.Context.StreamIndex}]", value: $"{header.Context.StreamIndex}");
        if (header.HasSegmentLength) root.AddGenerated("tcp.len", $"[TCP Segment Len: {header.SegmentLength}]", value: $"{header.SegmentLength}");
        DescribeNumbers(root, header, at);
        root.AddBits("tcp.hdr_len", pass.U8(at + 12), 0xf0, 8, $"Header Length: {header.Length} bytes ({header.Length / 4})", at + 12, 1, $"{header.Length}");
        DescribeFlags(root, header, at);
        DescribeWindow(root, header, at);
        root.Add("tcp.checksum", $"Checksum: {Hex.Of(pass.U16(at + 16), 4)} [unverified]", at + 16, 2, Hex.Of(pass.U16(at + 16), 4));
        root.AddGenerated("tcp.checksum.status", "[Checksum Status: Unverified]", at + 16, 2, "2");
        root.Add("tcp.urgent_pointer", $"Urgent Pointer: {pass.U16(at + 18)}", at + 18, 2, $"{pass.U16(at + 18)}");
        return root;
    }

    /// <summary>A header that claims fewer than 20 bytes: what stands before the claim.</summary>
    internal static void DescribeBogus(ref Pass pass, View view, in TcpHeader header)
    {
        var at = view.Offset;
        var root = pass.AddLayer("tcp", Start(header), at, TcpLayer.MinHeaderLength);
        DescribePorts(root, header, at);
        root.AddBits("tcp.hdr_len", pass.U8(at + 12), 0xf0, 8, $"Header Length: {header.Length} bytes ({header.Length / 4})", at + 12, 1, $"{header.Length}")
            .AddExpert(FieldSeverity.Error, "Protocol", $"Bogus TCP header length ({header.Length}, must be at least 20)");
    }

    /// <summary>A header that is cut short, as in the 8 bytes that an ICMP error quotes: ports, and the sequence number if it is there.</summary>
    internal static void DescribePart(ref Pass pass, View view)
    {
        if (pass.Tree is null || view.Captured < 4) return;
        var at = view.Offset;
        var root = pass.AddLayer("tcp", $"Transmission Control Protocol, Src Port: {pass.U16(at)}, Dst Port: {pass.U16(at + 2)}", at, view.Captured);
        root.Add("tcp.srcport", $"Source Port: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        root.Add("tcp.dstport", $"Destination Port: {pass.U16(at + 2)}", at + 2, 2, $"{pass.U16(at + 2)}");
        if (view.Captured >= 8) root.Add("tcp.seq", $"Sequence Number: {pass.U32(at + 4)}", at + 4, 4, $"{pass.U32(at + 4)}");
    }

    internal static void DescribeFindings(ref Pass pass, FieldNode root, View view, in TcpHeader header)
    {
        if (header.HasContext)
        {
            var times = root.AddGenerated(null, "[Timestamps]");
            var since = TimeText.Seconds(pass.TimeNanoseconds - header.Context.FirstTime);
            times.AddGenerated("tcp.time_relative", $"[Time since first frame in this TCP stream: {since} seconds]", value: since);
        }
        else if (header.HasSegmentLength)
        {
            root.AddGenerated(null, "[Conversation no longer kept: sequence numbers are those on the wire]");
        }

        if (header.Notes.Findings != TcpFindings.None)
            TcpFindingText.Describe(root.AddGenerated("tcp.analysis", "[SEQ/ACK analysis]"), header.Notes);
        var payload = view.Skip(header.Length);
        if (header.SegmentLength > 0 && payload.Captured > 0)
            root.AddGenerated("tcp.payload", header.SegmentLength == 1 ? "TCP payload (1 byte)" : $"TCP payload ({header.SegmentLength} bytes)", payload.Offset, payload.Captured);
    }

    private static string Start(in TcpHeader header)
        => $"Transmission Control Protocol, Src Port: {header.SourcePort}, Dst Port: {header.DestinationPort}, Seq: {header.Sequence}";

    private static string Title(in TcpHeader header)
    {
        var title = Start(header);
        if (header.Has(TcpSegment.Ack)) title += $", Ack: {header.Acknowledgement}";
        return header.HasSegmentLength ? title + $", Len: {header.SegmentLength}" : title;
    }

    private static void DescribePorts(FieldNode root, in TcpHeader header, int at)
    {
        root.Add("tcp.srcport", $"Source Port: {header.SourcePort}", at, 2, $"{header.SourcePort}");
        root.Add("tcp.dstport", $"Destination Port: {header.DestinationPort}", at + 2, 2, $"{header.DestinationPort}");
    }

    private static void DescribeNumbers(FieldNode root, in TcpHeader header, int at)
    {
        var relative = header.HasContext ? "    (relative sequence number)" : "";
        root.Add("tcp.seq", $"Sequence Number: {header.Sequence}{relative}", at + 4, 4, $"{header.Sequence}");
        root.Add("tcp.seq_raw", $"Sequence Number (raw): {header.RawSequence}", at + 4, 4, $"{header.RawSequence}");
        if (header.HasSegmentLength)
        {
            var next = header.Sequence + (uint)header.SegmentLength + (header.Has(TcpSegment.Syn | TcpSegment.Fin) ? 1u : 0u);
            root.AddGenerated("tcp.nxtseq", $"[Next Sequence Number: {next}{relative}]", value: $"{next}");
        }

        var isRelativeAck = header.HasContext && header.Has(TcpSegment.Ack);
        root.Add("tcp.ack", $"Acknowledgment Number: {header.Acknowledgement}{(isRelativeAck ? "    (relative ack number)" : "")}", at + 8, 4, $"{header.Acknowledgement}");
        root.Add("tcp.ack_raw", $"Acknowledgment number (raw): {header.RawAcknowledgement}", at + 8, 4, $"{header.RawAcknowledgement}");
    }

    private static void DescribeFlags(FieldNode root, in TcpHeader header, int at)
    {
        var summary = new TextBuilder(80);
        TcpFlags.Append(summary, header.Flags);
        var node = root.Add("tcp.flags", $"Flags: {Hex.Of(header.Flags, 3)} ({summary.ToTrimmedString()})", at + 12, 2, Hex.Of(header.Flags, 4));
        node.AddFlag("tcp.flags.res", header.Flags, 0xe00, 12, "Reserved", at + 12, 1);
        node.AddFlag("tcp.flags.ae", header.Flags, 0x100, 12, "Accurate ECN", at + 12, 1);
        node.AddFlag("tcp.flags.cwr", header.Flags, 0x080, 12, "Congestion Window Reduced", at + 13, 1);
        node.AddFlag("tcp.flags.ece", header.Flags, 0x040, 12, "ECN-Echo", at + 13, 1);
        node.AddFlag("tcp.flags.urg", header.Flags, 0x020, 12, "Urgent", at + 13, 1);
        node.AddFlag("tcp.flags.ack", header.Flags, 0x010, 12, "Acknowledgment", at + 13, 1);
        node.AddFlag("tcp.flags.push", header.Flags, 0x008, 12, "Push", at + 13, 1);
        var reset = node.AddFlag("tcp.flags.reset", header.Flags, 0x004, 12, "Reset", at + 13, 1);
        if (header.Has(TcpSegment.Rst)) reset.AddExpert(FieldSeverity.Warning, "Sequence", "Connection reset (RST)");
        var syn = node.AddFlag("tcp.flags.syn", header.Flags, 0x002, 12, "Syn", at + 13, 1);
        if (header.Has(TcpSegment.Syn))
        {
            syn.AddExpert(FieldSeverity.Chat, "Sequence", header.Has(TcpSegment.Ack)
                ? $"Connection establish acknowledge (SYN+ACK): server port {header.SourcePort}"
                : $"Connection establish request (SYN): server port {header.DestinationPort}");
        }

        var fin = node.AddFlag("tcp.flags.fin", header.Flags, 0x001, 12, "Fin", at + 13, 1);
        if (header.Has(TcpSegment.Fin)) fin.AddExpert(FieldSeverity.Chat, "Sequence", "Connection finish (FIN)");
        node.AddGenerated("tcp.flags.str", $"[TCP Flags: {TcpFlags.Letters(header.Flags)}]", at + 12, 2, TcpFlags.Letters(header.Flags));
    }

    private static void DescribeWindow(FieldNode root, in TcpHeader header, int at)
    {
        root.Add("tcp.window_size_value", $"Window: {header.RawWindow}", at + 14, 2, $"{header.RawWindow}");
        root.AddGenerated("tcp.window_size", $"[Calculated window size: {header.Window}]", at + 14, 2, $"{header.Window}");
        if (header.Has(TcpSegment.Syn) || !header.HasContext) return;
        var text = header.Scale switch
        {
            TcpDirection.ScaleUnknown => "-1 (unknown)",
            TcpDirection.ScaleNotUsed => "-2 (no window scaling used)",
            _ => $"{1 << header.Scale}",
        };
        root.AddGenerated("tcp.window_size_scalefactor", $"[Window size scaling factor: {text}]", at + 14, 2, text);
    }
}

using Packet.Dissect.Conversations;

namespace Packet.Dissect.Tcp;

/// <summary>The findings about a segment in words: before its row, and in its tree.</summary>
internal static class TcpFindingText
{
    // From the left as Wireshark shows them: it puts each in front of those before.
    private static readonly (TcpFindings Finding, string Tag)[] Tags =
    [
        (TcpFindings.ZeroWindowProbeAck, "[TCP ZeroWindowProbeAck] "),
        (TcpFindings.ZeroWindow, "[TCP ZeroWindow] "),
        (TcpFindings.ZeroWindowProbe, "[TCP ZeroWindowProbe] "),
        (TcpFindings.DuplicateAck, ""),
        (TcpFindings.KeepAliveAck, "[TCP Keep-Alive ACK] "),
        (TcpFindings.KeepAlive, "[TCP Keep-Alive] "),
        (TcpFindings.WindowFull, "[TCP Window Full] "),
        (TcpFindings.WindowUpdate, "[TCP Window Update] "),
        (TcpFindings.AckedUnseenSegment, "[TCP ACKed unseen segment] "),
        (TcpFindings.PreviousSegmentNotCaptured, "[TCP Previous segment not captured] "),
        (TcpFindings.OutOfOrder, "[TCP Out-Of-Order] "),
        (TcpFindings.SpuriousRetransmission, "[TCP Spurious Retransmission] "),
        (TcpFindings.FastRetransmission, "[TCP Fast Retransmission] "),
        (TcpFindings.Retransmission, "[TCP Retransmission] "),
        (TcpFindings.PortNumbersReused, "[TCP Port numbers reused] "),
    ];

    internal static string Prefix(in Annotation notes)
    {
        if (notes.Findings == TcpFindings.None) return "";
        var text = "";
        foreach (var (finding, tag) in Tags)
        {
            if ((notes.Findings & finding) == 0) continue;
            text += finding == TcpFindings.DuplicateAck ? $"[TCP Dup ACK {notes.Reference}#{notes.Count}] " : tag;
        }

        return text;
    }

    internal static void Describe(FieldNode parent, in Annotation notes)
    {
        if (notes.Findings == TcpFindings.None) return;
        var node = parent.AddGenerated("tcp.analysis.flags", "[TCP Analysis Flags]");
        foreach (var (finding, _) in Tags)
        {
            if ((notes.Findings & finding) == 0) continue;
            var (severity, name, text) = Expert(finding);
            node.AddExpert(severity, "Sequence", text, name);
            if (finding != TcpFindings.DuplicateAck) continue;
            parent.AddGenerated("tcp.analysis.duplicate_ack_num", $"[Duplicate ACK #: {notes.Count}]", value: $"{notes.Count}");
            parent.AddGenerated("tcp.analysis.duplicate_ack_frame", $"[Duplicate to the ACK in frame: {notes.Reference}]", value: $"{notes.Reference}");
        }
    }

    private static (FieldSeverity Severity, string Name, string Text) Expert(TcpFindings finding) => finding switch
    {
        TcpFindings.Retransmission => (FieldSeverity.Note, "tcp.analysis.retransmission", "This frame is a (suspected) retransmission"),
        TcpFindings.FastRetransmission => (FieldSeverity.Note, "tcp.analysis.fast_retransmission", "This frame is a (suspected) fast retransmission"),
        TcpFindings.SpuriousRetransmission => (FieldSeverity.Note, "tcp.analysis.spurious_retransmission", "This frame is a (suspected) spurious retransmission"),
        TcpFindings.OutOfOrder => (FieldSeverity.Warning, "tcp.analysis.out_of_order", "This frame is a (suspected) out-of-order segment"),
        TcpFindings.PortNumbersReused => (FieldSeverity.Note, "tcp.analysis.reused_ports", "A new tcp session is started with the same ports as an earlier session in this trace"),
        TcpFindings.PreviousSegmentNotCaptured => (FieldSeverity.Warning, "tcp.analysis.lost_segment", "Previous segment(s) not captured (common at capture start)"),
        TcpFindings.AckedUnseenSegment => (FieldSeverity.Warning, "tcp.analysis.ack_lost_segment", "ACKed segment that wasn't captured (common at capture start)"),
        TcpFindings.WindowUpdate => (FieldSeverity.Chat, "tcp.analysis.window_update", "TCP window update"),
        TcpFindings.WindowFull => (FieldSeverity.Warning, "tcp.analysis.window_full", "TCP window specified by the receiver is now completely full"),
        TcpFindings.KeepAlive => (FieldSeverity.Note, "tcp.analysis.keep_alive", "TCP keep-alive segment"),
        TcpFindings.KeepAliveAck => (FieldSeverity.Note, "tcp.analysis.keep_alive_ack", "ACK to a TCP keep-alive segment"),
        TcpFindings.ZeroWindowProbe => (FieldSeverity.Note, "tcp.analysis.zero_window_probe", "TCP Zero Window Probe"),
        TcpFindings.ZeroWindowProbeAck => (FieldSeverity.Note, "tcp.analysis.zero_window_probe_ack", "ACK to a TCP Zero Window Probe"),
        TcpFindings.ZeroWindow => (FieldSeverity.Warning, "tcp.analysis.zero_window", "TCP Zero Window segment"),
        _ => (FieldSeverity.Note, "tcp.analysis.duplicate_ack", "Duplicate ACK"),
    };
}

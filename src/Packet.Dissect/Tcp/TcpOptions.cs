using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Tcp;

/// <summary>TCP options: a kind byte and, but for the first two, a length byte that counts both.</summary>
internal static class TcpOptions
{
    private const byte End = 0, NoOperation = 1, SegmentSize = 2, WindowScale = 3, SackPermitted = 4, Sack = 5, Echo = 6, EchoReply = 7, Timestamps = 8;
    private const byte Md5 = 19, UserTimeout = 28, Multipath = 30, FastOpen = 34, Experiment1 = 253, Experiment2 = 254;
    private const ushort FastOpenMagic = 0xf989;

    /// <summary>Reads the options into the row and, with <paramref name="root"/>, the tree. False when the capture ends within them.</summary>
    internal static bool Dissect(ref Pass pass, FieldNode? root, View view, int length, in TcpHeader header)
    {
        var isWhole = view.Captured >= length;
        var node = root?.Add("tcp.options", $"Options: ({length} bytes)", view.Offset, Math.Min(length, view.Captured), null);
        var offset = view.Offset;
        var end = view.Offset + Math.Min(length, view.Captured);
        while (offset < end && pass.TryStep())
        {
            var kind = pass.U8(offset);
            if (kind is End or NoOperation)
            {
                if (node is not null) DescribeSingle(node, kind, offset);
                offset++;
                if (kind == End) break;
                continue;
            }

            var optionLength = offset + 1 < end ? pass.U8(offset + 1) : 0;
            if (optionLength > end - offset && !isWhole) break;
            if (optionLength < 2 || optionLength > end - offset)
            {
                node?.AddExpert(FieldSeverity.Warning, "Protocol", $"{NameOf(kind)} (option length = {optionLength} bytes does not fit)");
                break;
            }

            AppendInfo(ref pass, kind, offset, optionLength, header);
            if (node is not null) DescribeOption(ref pass, node, kind, offset, optionLength, header);
            offset += optionLength;
        }

        return isWhole || pass.Require(view, length, "TCP");
    }

    private static void AppendInfo(ref Pass pass, byte kind, int at, int length, in TcpHeader header)
    {
        switch (kind)
        {
            case SegmentSize when length == 4: Append(ref pass, "MSS", pass.U16(at + 2)); break;
            case WindowScale when length == 3: Append(ref pass, "WS", 1u << Math.Min((int)pass.U8(at + 2), 14)); break;
            case SackPermitted when length == 2: pass.Info.Append(" SACK_PERM"); break;
            case Sack: AppendSack(ref pass, at, length, header); break;
            case Echo when length == 6: Append(ref pass, "ECHO", pass.U32(at + 2)); break;
            case EchoReply when length == 6: Append(ref pass, "ECHO", pass.U32(at + 2)); break;
            case Timestamps when length == 10:
                Append(ref pass, "TSval", pass.U32(at + 2));
                Append(ref pass, "TSecr", pass.U32(at + 6));
                break;
            case FastOpen: pass.Info.Append(length == 2 ? " TFO=R" : " TFO=C"); break;
            case Experiment1 or Experiment2 when length >= 4 && pass.U16(at + 2) == FastOpenMagic: pass.Info.Append(length == 4 ? " TFO=R" : " TFO=C"); break;
            case Md5 when length == 18: pass.Info.Append(" MD5"); break;
            case UserTimeout when length == 4: Append(ref pass, "USER_TO", pass.U16(at + 2)); break;
        }
    }

    private static void Append(ref Pass pass, string name, uint value) => pass.Info.Append(' ').Append(name).Append('=').AppendDecimal(value);

    private static void AppendSack(ref Pass pass, int at, int length, in TcpHeader header)
    {
        for (var edge = at + 2; edge + 8 <= at + length; edge += 8)
        {
            Append(ref pass, "SLE", pass.U32(edge) - header.Context.BaseAcknowledgement);
            Append(ref pass, "SRE", pass.U32(edge + 4) - header.Context.BaseAcknowledgement);
        }
    }

    private static void DescribeSingle(FieldNode node, byte kind, int at)
    {
        var name = NameOf(kind);
        node.Label += ", " + name;
        var option = node.Add(kind == End ? "tcp.options.eol" : "tcp.options.nop", "TCP Option - " + name, at, 1);
        option.Add("tcp.option_kind", kind == End ? "Kind: End of Option List (0)" : "Kind: No-Operation (1)", at, 1, $"{kind}");
    }

    private static void DescribeOption(ref Pass pass, FieldNode node, byte kind, int at, int length, in TcpHeader header)
    {
        var name = NameOf(kind);
        node.Label += ", " + name;
        var option = node.Add("tcp.options." + FieldOf(kind), "TCP Option - " + name + SummaryOf(ref pass, kind, at, length, header), at, length);
        option.Add("tcp.option_kind", $"Kind: {KindNameOf(kind)} ({kind})", at, 1, $"{kind}");
        option.Add("tcp.option_len", $"Length: {length}", at + 1, 1, $"{length}");
        switch (kind)
        {
            case SegmentSize when length == 4:
                option.Add("tcp.options.mss_val", $"MSS Value: {pass.U16(at + 2)}", at + 2, 2, $"{pass.U16(at + 2)}");
                break;
            case WindowScale when length == 3:
                var shift = Math.Min((int)pass.U8(at + 2), 14);
                option.Add("tcp.options.wscale.shift", $"Shift count: {pass.U8(at + 2)}", at + 2, 1, $"{pass.U8(at + 2)}");
                option.AddGenerated("tcp.options.wscale.multiplier", $"[Multiplier: {1 << shift}]", at + 2, 1, $"{1 << shift}");
                break;
            case Timestamps when length == 10:
                option.Add("tcp.options.timestamp.tsval", $"Timestamp value: {pass.U32(at + 2)}", at + 2, 4, $"{pass.U32(at + 2)}");
                option.Add("tcp.options.timestamp.tsecr", $"Timestamp echo reply: {pass.U32(at + 6)}", at + 6, 4, $"{pass.U32(at + 6)}");
                break;
            case Sack:
                DescribeSack(ref pass, option, at, length, header);
                break;
            default:
                if (length > 2) option.Add(null, "Payload: " + Hex.Bytes(pass.Frame.Slice(at + 2, length - 2)), at + 2, length - 2);
                break;
        }
    }

    private static void DescribeSack(ref Pass pass, FieldNode option, int at, int length, in TcpHeader header)
    {
        var count = 0;
        var suffix = header.HasContext ? " (relative)" : "";
        for (var edge = at + 2; edge + 8 <= at + length; edge += 8)
        {
            var left = pass.U32(edge) - header.Context.BaseAcknowledgement;
            var right = pass.U32(edge + 4) - header.Context.BaseAcknowledgement;
            option.Add("tcp.options.sack_le", $"left edge = {left}{suffix}", edge, 4, $"{left}");
            option.Add("tcp.options.sack_re", $"right edge = {right}{suffix}", edge + 4, 4, $"{right}");
            count++;
        }

        option.AddGenerated("tcp.options.sack.count", $"[TCP SACK Count: {count}]", value: $"{count}");
    }

    private static string SummaryOf(ref Pass pass, byte kind, int at, int length, in TcpHeader header)
    {
        switch (kind)
        {
            case SegmentSize when length == 4: return $": {pass.U16(at + 2)} bytes";
            case WindowScale when length == 3: return $": {pass.U8(at + 2)} (multiply by {1 << Math.Min((int)pass.U8(at + 2), 14)})";
            case Timestamps when length == 10: return $": TSval {pass.U32(at + 2)}, TSecr {pass.U32(at + 6)}";
            case Sack:
                var text = "";
                for (var edge = at + 2; edge + 8 <= at + length; edge += 8)
                    text += $" {pass.U32(edge) - header.Context.BaseAcknowledgement}-{pass.U32(edge + 4) - header.Context.BaseAcknowledgement}";
                return text;
            default: return "";
        }
    }

    private static string FieldOf(byte kind) => kind switch
    {
        SegmentSize => "mss",
        WindowScale => "wscale",
        SackPermitted => "sack_perm",
        Sack => "sack",
        Echo => "echo",
        EchoReply => "echo_reply",
        Timestamps => "timestamp",
        Md5 => "md5",
        UserTimeout => "user_to",
        Multipath => "mptcp",
        FastOpen => "tfo",
        _ => "unknown",
    };

    // Two options are called one thing in the list and another in their own lines.
    private static string KindNameOf(byte kind) => kind switch
    {
        SegmentSize => "Maximum Segment Size",
        WindowScale => "Window Scale",
        SackPermitted => "SACK Permitted",
        Timestamps => "Time Stamp Option",
        _ => NameOf(kind),
    };

    private static string NameOf(byte kind) => kind switch
    {
        End => "End of Option List (EOL)",
        NoOperation => "No-Operation (NOP)",
        SegmentSize => "Maximum segment size",
        WindowScale => "Window scale",
        SackPermitted => "SACK permitted",
        Sack => "SACK",
        Echo => "Echo",
        EchoReply => "Echo reply",
        Timestamps => "Timestamps",
        Md5 => "TCP MD5 signature",
        UserTimeout => "User Timeout",
        Multipath => "Multipath TCP",
        FastOpen => "TCP Fast Open",
        Experiment1 or Experiment2 => "Experimental",
        _ => $"Unknown (0x{kind:x2})",
    };
}

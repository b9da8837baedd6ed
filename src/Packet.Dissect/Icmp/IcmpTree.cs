using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Text;

namespace Packet.Dissect.Icmp;

/// <summary>The lines of an ICMP message.</summary>
internal static class IcmpTree
{
    internal static FieldNode Describe(ref Pass pass, View view, byte type, byte code, bool isQuery)
    {
        var at = view.Offset;
        var root = pass.AddLayer("icmp", "Internet Control Message Protocol", at, view.Captured);
        root.Add("icmp.type", $"Type: {type} ({IcmpNames.OfType(type)})", at, 1, $"{type}");
        root.Add("icmp.code", IcmpNames.OfCode(type, code) is { } name ? $"Code: {code} ({name})" : $"Code: {code}", at + 1, 1, $"{code}");
        IcmpChecksum.Describe(ref pass, root, "icmp", view, 0);
        if (isQuery) DescribeQuery(ref pass, root, at);
        else DescribeRest(ref pass, root, at + 4, type, code);
        if (pass.Owner.Conversations.TryFindRequest(pass.Number, out var request) && type == IcmpLayer.EchoReply)
        {
            root.AddGenerated("icmp.resp_to", $"[Request frame: {request.Reference}]", value: $"{request.Reference}");
            root.AddGenerated("icmp.resptime", $"[Response time: {TimeText.Milliseconds(request.DeltaNanoseconds)} ms]", value: TimeText.Milliseconds(request.DeltaNanoseconds));
        }

        return root;
    }

    internal static void DescribePayload(ref Pass pass, FieldNode root, View view, byte type)
    {
        switch (type)
        {
            case 17 or 18 when view.Captured >= 4:
                root.Add("icmp.address_mask", "Address Mask: " + AddressText.IPv4(pass.Frame.Slice(view.Offset, 4)), view.Offset, 4);
                return;
            case 13 or 14 when view.Captured >= 12:
                DescribeTimestamp(ref pass, root, "icmp.originate_timestamp", "Originate timestamp", view.Offset);
                DescribeTimestamp(ref pass, root, "icmp.receive_timestamp", "Receive timestamp", view.Offset + 4);
                DescribeTimestamp(ref pass, root, "icmp.transmit_timestamp", "Transmit timestamp", view.Offset + 8);
                return;
            default:
                if (view.Reported == 0) return;
                var node = root.Add("data", view.Reported == 1 ? "Data (1 byte)" : $"Data ({view.Reported} bytes)", view.Offset, view.Captured);
                DataNode.DescribeBytes(ref pass, node, view);
                return;
        }
    }

    private static void DescribeQuery(ref Pass pass, FieldNode root, int at)
    {
        var identifier = pass.U16(at + 4);
        var swappedIdentifier = (ushort)((identifier << 8) | (identifier >> 8));
        var sequence = pass.U16(at + 6);
        var swappedSequence = (ushort)((sequence << 8) | (sequence >> 8));
        root.Add("icmp.ident", $"Identifier (BE): {identifier} ({Hex.Of(identifier, 4)})", at + 4, 2, $"{identifier}");
        root.Add("icmp.ident", $"Identifier (LE): {swappedIdentifier} ({Hex.Of(swappedIdentifier, 4)})", at + 4, 2, $"{swappedIdentifier}");
        root.Add("icmp.seq", $"Sequence Number (BE): {sequence} ({Hex.Of(sequence, 4)})", at + 6, 2, $"{sequence}");
        root.Add("icmp.seq_le", $"Sequence Number (LE): {swappedSequence} ({Hex.Of(swappedSequence, 4)})", at + 6, 2, $"{swappedSequence}");
    }

    private static void DescribeRest(ref Pass pass, FieldNode root, int at, byte type, byte code)
    {
        switch (type)
        {
            case 3 when code == 4:
                root.Add("icmp.unused", "Unused: " + Hex.Bytes(pass.Frame.Slice(at, 2)), at, 2);
                root.Add("icmp.mtu", $"MTU of next hop: {pass.U16(at + 2)}", at + 2, 2, $"{pass.U16(at + 2)}");
                break;
            case 5:
                root.Add("icmp.redir_gw", "Gateway Address: " + AddressText.IPv4(pass.Frame.Slice(at, 4)), at, 4, AddressText.IPv4(pass.Frame.Slice(at, 4)));
                break;
            case 12:
                root.Add("icmp.pointer", $"Pointer: {pass.U8(at)}", at, 1, $"{pass.U8(at)}");
                break;
            default:
                root.Add("icmp.unused", "Unused: " + Hex.Bytes(pass.Frame.Slice(at, 4)), at, 4);
                break;
        }
    }

    private static void DescribeTimestamp(ref Pass pass, FieldNode root, string name, string title, int at)
        => root.Add(name, $"{title}: {pass.U32(at)} ms after midnight UTC", at, 4, $"{pass.U32(at)}");
}

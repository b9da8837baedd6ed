using Packet.Dissect.Cursor;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Text;

namespace Packet.Dissect.Ipv6;

/// <summary>
/// Hop-by-hop, routing, destination options and authentication headers: next header (1), length (1) in units of 8 bytes beyond the first 8
/// (for authentication 4 bytes beyond the first 8), then contents.
/// </summary>
internal static class Ipv6Extension
{
    internal static bool TrySkip(ref Pass pass, FieldNode? root, ref byte kind, ref View view)
    {
        if (!pass.Require(view, 8, "IPv6")) return false;
        var unit = pass.U8(view.Offset + 1);
        var length = kind == IpProtocol.Authentication ? (unit + 2) * 4 : (unit + 1) * 8;
        if (!pass.Require(view, length, "IPv6")) return false;
        var next = pass.U8(view.Offset);
        if (root is not null)
        {
            root.Length = view.Offset + length - root.Offset;
            Describe(ref pass, root, kind, next, unit, view.Offset, length);
        }

        view = view.Skip(length);
        kind = next;
        return true;
    }

    private static void Describe(ref Pass pass, FieldNode root, byte kind, byte next, byte unit, int at, int length)
    {
        var (name, title) = kind switch
        {
            IpProtocol.HopByHop => ("ipv6.hopopts", "IPv6 Hop-by-Hop Option"),
            IpProtocol.Routing => ("ipv6.routing", "Routing Header for IPv6"),
            IpProtocol.DestinationOptions => ("ipv6.dstopts", "Destination Options for IPv6"),
            _ => ("ah", "Authentication Header"),
        };
        var node = root.Add(name, title, at, length);
        node.Add(name + ".nxt", $"Next Header: {IpProtocol.NameOf(next)} ({next})", at, 1, $"{next}");
        node.Add(name + ".len", $"Length: {unit}", at + 1, 1, $"{unit}").AddGenerated(name + ".len_oct", $"[Length: {length} bytes]", at + 1, 1, $"{length}");
        switch (kind)
        {
            case IpProtocol.Authentication:
                node.Add("ah.spi", $"AH SPI: {Hex.Of(pass.U32(at + 4), 8)}", at + 4, 4, Hex.Of(pass.U32(at + 4), 8));
                break;
            case IpProtocol.Routing:
                node.Add("ipv6.routing.type", $"Type: {pass.U8(at + 2)}", at + 2, 1, $"{pass.U8(at + 2)}");
                node.Add("ipv6.routing.segleft", $"Segments Left: {pass.U8(at + 3)}", at + 3, 1, $"{pass.U8(at + 3)}");
                break;
            default:
                DescribeOptions(ref pass, node, at + 2, at + length);
                break;
        }
    }

    private static void DescribeOptions(ref Pass pass, FieldNode node, int offset, int end)
    {
        while (offset < end && pass.TryStep())
        {
            var type = pass.U8(offset);
            if (type == 0)
            {
                node.Add("ipv6.opt", "Pad1", offset, 1).Add("ipv6.opt.type", "Type: Pad1 (0x00)", offset, 1, "0x00");
                offset++;
                continue;
            }

            if (offset + 2 > end || offset + 2 + pass.U8(offset + 1) > end)
            {
                node.AddExpert(FieldSeverity.Error, "Malformed", "The option does not fit in the header");
                return;
            }

            int length = pass.U8(offset + 1);
            var option = node.Add("ipv6.opt", OptionName(type), offset, length + 2);
            option.Add("ipv6.opt.type", $"Type: {OptionName(type)} ({Hex.Of(type, 2)})", offset, 1, Hex.Of(type, 2));
            option.Add("ipv6.opt.length", $"Length: {length}", offset + 1, 1, $"{length}");
            DescribeOptionValue(ref pass, option, type, offset + 2, length);
            offset += length + 2;
        }
    }

    private static void DescribeOptionValue(ref Pass pass, FieldNode option, byte type, int offset, int length)
    {
        if (length == 0) return;
        var text = Hex.Bytes(pass.Frame.Slice(offset, length));
        if (type == 5 && length == 2)
            option.Add("ipv6.opt.router_alert", $"Router Alert: {(pass.U16(offset) == 0 ? "MLD" : "Unknown")} ({pass.U16(offset)})", offset, 2, $"{pass.U16(offset)}");
        else if (type == 1)
            option.Add("ipv6.opt.padn", "PadN: " + text, offset, length, text);
        else
            option.Add("ipv6.opt.unknown_data", "Data: " + text, offset, length, text);
    }

    private static string OptionName(byte type) => type switch
    {
        1 => "PadN",
        5 => "Router Alert",
        0xc2 => "Jumbo Payload",
        0xc9 => "Home Address",
        _ => "Unknown IPv6 Option",
    };
}

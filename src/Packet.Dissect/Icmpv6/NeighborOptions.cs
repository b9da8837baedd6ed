using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Icmpv6;

/// <summary>Neighbour discovery options: type (1), length (1) in units of 8 bytes, contents.</summary>
internal static class NeighborOptions
{
    private const byte SourceLinkAddress = 1;
    private const byte TargetLinkAddress = 2;

    /// <summary>Reads the options; the first link-layer address goes into the row after <paramref name="preposition"/>.</summary>
    internal static void Dissect(ref Pass pass, FieldNode? root, View view, string preposition)
    {
        while (view.Reported > 0 && pass.TryStep())
        {
            if (!pass.Require(view, 2, "ICMPv6")) return;
            var type = pass.U8(view.Offset);
            var length = pass.U8(view.Offset + 1) * 8;
            if (length == 0)
            {
                root?.AddExpert(FieldSeverity.Error, "Malformed", "Invalid option length (Zero)");
                return;
            }

            if (!pass.Require(view, length, "ICMPv6")) return;
            var isLinkAddress = type is SourceLinkAddress or TargetLinkAddress;
            if (isLinkAddress) pass.Info.Append(preposition).AppendMac(pass.Frame.Slice(view.Offset + 2, 6));
            if (root is not null) Describe(ref pass, root, view.Offset, type, length);
            view = view.Skip(length);
        }
    }

    private static void Describe(ref Pass pass, FieldNode root, int at, byte type, int length)
    {
        var name = NameOf(type);
        var title = type switch
        {
            SourceLinkAddress or TargetLinkAddress => $"{name} : {AddressText.Mac(pass.Frame.Slice(at + 2, 6))}",
            3 when length == 32 => $"{name} : {AddressText.IPv6(pass.Frame.Slice(at + 16, 16))}/{pass.U8(at + 2)}",
            5 => $"{name} : {pass.U32(at + 4)}",
            25 when length >= 24 => $"{name} {AddressText.IPv6(pass.Frame.Slice(at + 8, 16))}",
            _ => name,
        };
        var node = root.Add("icmpv6.opt", $"ICMPv6 Option ({title})", at, length);
        node.Add("icmpv6.opt.type", $"Type: {name} ({type})", at, 1, $"{type}");
        node.Add("icmpv6.opt.length", $"Length: {length / 8} ({length} bytes)", at + 1, 1, $"{length / 8}");
        switch (type)
        {
            case SourceLinkAddress or TargetLinkAddress:
                var mac = AddressText.Mac(pass.Frame.Slice(at + 2, 6));
                node.Add("icmpv6.opt.linkaddr", "Link-layer address: " + mac, at + 2, 6, mac);
                break;
            case 3 when length == 32:
                DescribePrefix(ref pass, node, at);
                break;
            case 5:
                node.Add("icmpv6.opt.reserved", "Reserved", at + 2, 2);
                node.Add("icmpv6.opt.mtu", $"MTU: {pass.U32(at + 4)}", at + 4, 4, $"{pass.U32(at + 4)}");
                break;
            default:
                node.Add(null, "Data: " + Hex.Bytes(pass.Frame.Slice(at + 2, length - 2)), at + 2, length - 2);
                break;
        }
    }

    private static void DescribePrefix(ref Pass pass, FieldNode node, int at)
    {
        var flags = pass.U8(at + 3);
        node.Add("icmpv6.opt.prefix.length", $"Prefix Length: {pass.U8(at + 2)}", at + 2, 1, $"{pass.U8(at + 2)}");
        var flagNode = node.Add("icmpv6.opt.prefix.flag", $"Flag: {Hex.Of(flags, 2)}{((flags & 0x80) != 0 ? ", On-link flag(L)" : "")}{((flags & 0x40) != 0 ? ", Autonomous address-configuration flag(A)" : "")}{((flags & 0x20) != 0 ? ", Router address flag(R)" : "")}", at + 3, 1, Hex.Of(flags, 2));
        flagNode.AddFlag("icmpv6.opt.prefix.flag.l", flags, 0x80, 8, "On-link flag(L)", at + 3, 1);
        flagNode.AddFlag("icmpv6.opt.prefix.flag.a", flags, 0x40, 8, "Autonomous address-configuration flag(A)", at + 3, 1);
        flagNode.AddFlag("icmpv6.opt.prefix.flag.r", flags, 0x20, 8, "Router address flag(R)", at + 3, 1);
        flagNode.AddBits("icmpv6.opt.prefix.flag.reserved", flags, 0x1f, 8, $"Reserved: {flags & 0x1f}", at + 3, 1);
        node.Add("icmpv6.opt.prefix.valid_lifetime", $"Valid Lifetime: {pass.U32(at + 4)}{Infinity(pass.U32(at + 4))}", at + 4, 4, $"{pass.U32(at + 4)}");
        node.Add("icmpv6.opt.prefix.preferred_lifetime", $"Preferred Lifetime: {pass.U32(at + 8)}{Infinity(pass.U32(at + 8))}", at + 8, 4, $"{pass.U32(at + 8)}");
        node.Add("icmpv6.opt.reserved", "Reserved", at + 12, 4);
        var prefix = AddressText.IPv6(pass.Frame.Slice(at + 16, 16));
        node.Add("icmpv6.opt.prefix", "Prefix: " + prefix, at + 16, 16, prefix);
    }

    private static string Infinity(uint lifetime) => lifetime == uint.MaxValue ? " (Infinity)" : "";

    private static string NameOf(byte type) => type switch
    {
        SourceLinkAddress => "Source link-layer address",
        TargetLinkAddress => "Target link-layer address",
        3 => "Prefix information",
        4 => "Redirected header",
        5 => "MTU",
        7 => "Advertisement Interval",
        14 => "Nonce",
        24 => "Route Information",
        25 => "Recursive DNS Server",
        31 => "DNS Search List Option",
        _ => $"Unknown {type}",
    };
}

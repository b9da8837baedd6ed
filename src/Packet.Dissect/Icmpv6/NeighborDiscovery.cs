using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Icmpv6;

/// <summary>Router and neighbour messages and the redirect (RFC 4861): fixed fields, then options.</summary>
internal static class NeighborDiscovery
{
    private const byte RouterSolicitation = 133;
    private const byte RouterAdvertisement = 134;
    private const byte NeighborSolicitation = 135;
    private const byte NeighborAdvertisement = 136;
    private const byte Redirect = 137;

    internal static void Dissect(ref Pass pass, FieldNode? root, View view, byte type)
    {
        var fixedLength = type switch { RouterSolicitation => 8, RouterAdvertisement => 16, Redirect => 40, _ => 24 };
        if (!pass.Require(view, fixedLength, "ICMPv6")) return;
        var at = view.Offset;
        switch (type)
        {
            case NeighborSolicitation:
                pass.Info.Append(" for ").AppendIPv6(pass.Frame.Slice(at + 8, 16));
                break;
            case NeighborAdvertisement:
                pass.Info.Append(' ').AppendIPv6(pass.Frame.Slice(at + 8, 16));
                AppendFlags(ref pass, pass.U8(at + 4));
                break;
        }

        if (root is not null) DescribeFixed(ref pass, root, at, type);
        NeighborOptions.Dissect(ref pass, root, view.Skip(fixedLength), type is NeighborAdvertisement or Redirect ? " is at " : " from ");
    }

    private static void AppendFlags(ref Pass pass, byte flags)
    {
        if ((flags & 0xe0) == 0)
        {
            pass.Info.Append(" (none)");
            return;
        }

        var separator = " (";
        if ((flags & 0x80) != 0) Append(ref pass, ref separator, "rtr");
        if ((flags & 0x40) != 0) Append(ref pass, ref separator, "sol");
        if ((flags & 0x20) != 0) Append(ref pass, ref separator, "ovr");
        pass.Info.Append(')');
    }

    private static void Append(ref Pass pass, ref string separator, string name)
    {
        pass.Info.Append(separator).Append(name);
        separator = ", ";
    }

    private static void DescribeFixed(ref Pass pass, FieldNode root, int at, byte type)
    {
        if (type == RouterAdvertisement)
        {
            DescribeAdvertisement(ref pass, root, at);
            return;
        }

        if (type == NeighborAdvertisement)
        {
            var word = pass.U32(at + 4);
            var names = ((word & 0x80000000) != 0 ? ", Router" : "") + ((word & 0x40000000) != 0 ? ", Solicited" : "") + ((word & 0x20000000) != 0 ? ", Override" : "");
            var flags = root.Add("icmpv6.nd.na.flag", $"Flags: {Hex.Of(word, 8)}{names}", at + 4, 4, Hex.Of(word, 8));
            flags.AddFlag("icmpv6.nd.na.flag.r", word, 0x80000000, 32, "Router", at + 4, 4);
            flags.AddFlag("icmpv6.nd.na.flag.s", word, 0x40000000, 32, "Solicited", at + 4, 4);
            flags.AddFlag("icmpv6.nd.na.flag.o", word, 0x20000000, 32, "Override", at + 4, 4);
            flags.AddBits("icmpv6.nd.na.flag.rsv", word, 0x1fffffff, 32, $"Reserved: {word & 0x1fffffff}", at + 4, 4);
        }
        else
        {
            root.Add("icmpv6.reserved", "Reserved: " + Hex.Bytes(pass.Frame.Slice(at + 4, 4)), at + 4, 4);
        }

        if (type == RouterSolicitation) return;
        var target = AddressText.IPv6(pass.Frame.Slice(at + 8, 16));
        var prefix = type switch { NeighborSolicitation => "icmpv6.nd.ns", NeighborAdvertisement => "icmpv6.nd.na", _ => "icmpv6.rd.na" };
        root.Add(prefix + ".target_address", "Target Address: " + target, at + 8, 16, target);
        if (type != Redirect) return;
        var destination = AddressText.IPv6(pass.Frame.Slice(at + 24, 16));
        root.Add("icmpv6.rd.na.destination_address", "Destination Address: " + destination, at + 24, 16, destination);
    }

    private static void DescribeAdvertisement(ref Pass pass, FieldNode root, int at)
    {
        root.Add("icmpv6.nd.ra.cur_hop_limit", $"Cur hop limit: {pass.U8(at + 4)}", at + 4, 1, $"{pass.U8(at + 4)}");
        var flags = pass.U8(at + 5);
        var preference = ((flags >> 3) & 3) switch { 0 => "Medium", 1 => "High", 3 => "Low", _ => "Reserved" };
        var names = ((flags & 0x80) != 0 ? ", Managed address configuration" : "") + ((flags & 0x40) != 0 ? ", Other configuration" : "")
            + ((flags & 0x20) != 0 ? ", Home Agent" : "");
        var node = root.Add("icmpv6.nd.ra.flag", $"Flags: {Hex.Of(flags, 2)}{names}, Prf (Default Router Preference): {preference}{((flags & 4) != 0 ? ", Proxy" : "")}", at + 5, 1, Hex.Of(flags, 2));
        node.AddFlag("icmpv6.nd.ra.flag.m", flags, 0x80, 8, "Managed address configuration", at + 5, 1);
        node.AddFlag("icmpv6.nd.ra.flag.o", flags, 0x40, 8, "Other configuration", at + 5, 1);
        node.AddFlag("icmpv6.nd.ra.flag.h", flags, 0x20, 8, "Home Agent", at + 5, 1);
        node.AddBits("icmpv6.nd.ra.flag.prf", flags, 0x18, 8, $"Prf (Default Router Preference): {preference} ({(flags >> 3) & 3})", at + 5, 1);
        node.AddFlag("icmpv6.nd.ra.flag.p", flags, 0x04, 8, "Proxy", at + 5, 1);
        node.AddBits("icmpv6.nd.ra.flag.rsv", flags, 0x03, 8, $"Reserved: {flags & 3}", at + 5, 1);
        root.Add("icmpv6.nd.ra.router_lifetime", $"Router lifetime (s): {pass.U16(at + 6)}", at + 6, 2, $"{pass.U16(at + 6)}");
        root.Add("icmpv6.nd.ra.reachable_time", $"Reachable time (ms): {pass.U32(at + 8)}", at + 8, 4, $"{pass.U32(at + 8)}");
        root.Add("icmpv6.nd.ra.retrans_timer", $"Retrans timer (ms): {pass.U32(at + 12)}", at + 12, 4, $"{pass.U32(at + 12)}");
    }
}

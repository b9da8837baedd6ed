using System.Buffers.Binary;
using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Ipv6;

namespace Packet.Dissect.Loopback;

/// <summary>
/// BSD loopback: the address family of the host that captured, in its byte order (Null) or in network order (Loop). IPv6 has a number of its own on
/// each BSD: 24 NetBSD and OpenBSD, 28 FreeBSD, 30 macOS.
/// </summary>
internal static class LoopbackLayer
{
    private const int HeaderLength = 4;

    /// <summary>The family in a header read in network order. A family is a small number, so the order in which it is small is the host's.</summary>
    internal static uint FamilyOf(uint header, bool isNetworkOrder)
        => !isNetworkOrder && header > 0xffff ? BinaryPrimitives.ReverseEndianness(header) : header;

    internal static void Dissect(ref Pass pass, View view, bool isNetworkOrder)
    {
        pass.StartRow("N/A");
        pass.SetAddresses(AddressKind.NotApplicable, 0, 0);
        pass.Info.Append("Null/Loopback");
        if (!pass.Require(view, HeaderLength, "Null/Loopback")) return;
        var family = FamilyOf(pass.U32(view.Offset), isNetworkOrder);
        var name = family switch { 2 => "IP", 24 or 28 or 30 => "IPv6", _ => "Unknown" };
        if (pass.Tree is not null)
        {
            var root = pass.Tree.AddRoot("null", "Null/Loopback", view.Offset, HeaderLength);
            root.Add("null.family", $"Family: {name} ({family})", view.Offset, HeaderLength, $"{family}");
        }

        var payload = view.Skip(HeaderLength);
        switch (family)
        {
            case 2: Ipv4Layer.Dissect(ref pass, payload); break;
            case 24 or 28 or 30: Ipv6Layer.Dissect(ref pass, payload); break;
            default: DataNode.DescribeUndecoded(ref pass, payload, $"Address family {family}"); break;
        }
    }
}

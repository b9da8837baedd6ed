using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;

namespace Packet.Dissect.Ipv6;

/// <summary>
/// IPv6 (RFC 8200): 40 bytes, then a chain of extension headers, each naming the next. A payload length of 0 means a jumbogram or a host that
/// left segmentation to its card; either way what is there is taken.
/// </summary>
internal static class Ipv6Layer
{
    internal const int HeaderLength = 40;

    /// <summary>Extension headers followed. Real packets have two or three.</summary>
    internal const int MaxExtensions = 32;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("IPv6");
        if (!pass.Require(view, HeaderLength, "IPv6")) return;
        var at = view.Offset;
        pass.SetAddresses(AddressKind.IPv6, at + 8, at + 24);
        int payloadLength = pass.U16(at + 4);
        var next = pass.U8(at + 6);
        var packet = payloadLength == 0 && next != IpProtocol.NoNextHeader ? view : view.Take(HeaderLength + payloadLength);
        pass.NetworkEnd = packet.End;
        var root = pass.Tree is null ? null : Ipv6Tree.Describe(ref pass, packet);
        DissectChain(ref pass, root, next, packet.Skip(HeaderLength));
    }

    private static void DissectChain(ref Pass pass, FieldNode? root, byte next, View view)
    {
        for (var count = 0; count <= MaxExtensions; count++)
        {
            switch (next)
            {
                case IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.DestinationOptions or IpProtocol.Authentication:
                    if (!Ipv6Extension.TrySkip(ref pass, root, ref next, ref view)) return;
                    break;
                case IpProtocol.Fragment:
                    if (!Ipv6Fragment.TrySkip(ref pass, root, ref next, ref view)) return;
                    break;
                case IpProtocol.NoNextHeader:
                    pass.Info.Append("IPv6 no next header");
                    DataNode.Describe(ref pass, view);
                    return;
                default:
                    IpProtocol.Dissect(ref pass, next, view);
                    return;
            }
        }

        pass.Info.Append("IPv6 with more than ").AppendDecimal(MaxExtensions).Append(" extension headers (not decoded)");
        DataNode.Describe(ref pass, view);
    }
}

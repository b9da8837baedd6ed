using System.Buffers.Binary;
using Bpf.Wire;
using Packet.Dissect.Cooked;
using Packet.Dissect.Cursor;
using Packet.Dissect.Ethernet;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Loopback;

namespace Packet.Dissect.Conversations;

/// <summary>
/// Finds the innermost transport header without making text or a tree: the part of a walk that every packet pays for. It steps over the same headers, with
/// the same limits, as the decoders do; a test holds the two together.
/// </summary>
internal static class TransportLocator
{
    internal static bool TryLocate(in PacketInput packet, int maxDepth, out TransportPlace place)
    {
        place = default;
        var frame = packet.Bytes;
        var view = LinkLayer.ViewOf(packet);
        ushort type;
        var depth = 1;
        switch (packet.LinkType)
        {
            case LinkType.Ethernet:
                if (!TrySkipEthernet(frame, ref view, out type)) return false;
                break;
            case LinkType.LinuxSll:
                if (!TrySkipCooked(frame, ref view, CookedLayer.Version1Length, 14, out type)) return false;
                break;
            case LinkType.LinuxSll2:
                if (!TrySkipCooked(frame, ref view, CookedLayer.Version2Length, 0, out type)) return false;
                break;
            case LinkType.Null or LinkType.Loop:
                if (view.Captured < 5) return false;
                type = TypeOfFamily(frame, packet.LinkType == LinkType.Loop);
                view = view.Skip(4);
                depth = 0;
                break;
            default:
                if (view.Captured < 1) return false;
                type = TypeOfLink(packet.LinkType, frame[0]);
                depth = 0;
                break;
        }

        return TryLocateNetwork(frame, type, view, depth, maxDepth, out place);
    }

    private static bool TrySkipEthernet(ReadOnlySpan<byte> frame, ref View view, out ushort type)
    {
        type = 0;
        if (view.Captured < EthernetLayer.HeaderLength) return false;
        type = ReadUInt16(frame, 12);
        view = view.Skip(EthernetLayer.HeaderLength);
        if (type > EtherType.MaxLength) return true;
        view = view.Take(type);
        return TrySkipSnap(frame, ref view, out type);
    }

    private static bool TrySkipCooked(ReadOnlySpan<byte> frame, ref View view, int headerLength, int typeOffset, out ushort type)
    {
        type = 0;
        if (view.Captured < headerLength) return false;
        type = ReadUInt16(frame, typeOffset);
        view = view.Skip(headerLength);
        return type != CookedLayer.Llc || TrySkipSnap(frame, ref view, out type);
    }

    // An LLC frame whose SNAP header carries an EtherType.
    private static bool TrySkipSnap(ReadOnlySpan<byte> frame, ref View view, out ushort type)
    {
        type = 0;
        if (view.Captured < 8) return false;
        var header = frame.Slice(view.Offset, 8);
        if (header[0] != 0xaa || header[1] != 0xaa || header[2] != 3 || (header[3] | header[4] | header[5]) != 0) return false;
        type = ReadUInt16(frame, view.Offset + 6);
        view = view.Skip(8);
        return true;
    }

    private static ushort TypeOfFamily(ReadOnlySpan<byte> frame, bool isNetworkOrder)
        => LoopbackLayer.FamilyOf(BinaryPrimitives.ReadUInt32BigEndian(frame), isNetworkOrder) switch { 2 => EtherType.IPv4, 24 or 28 or 30 => EtherType.IPv6, _ => 0 };

    private static ushort TypeOfLink(LinkType linkType, byte first) => linkType switch
    {
        LinkType.IPv4 => EtherType.IPv4,
        LinkType.IPv6 => EtherType.IPv6,
        LinkType.Raw => (first >> 4) switch { 4 => EtherType.IPv4, 6 => EtherType.IPv6, _ => 0 },
        _ => 0,
    };

    // Depth counts what the decoders count: each dispatch by EtherType (the first is the caller's) and each by IP protocol.
    private static bool TryLocateNetwork(ReadOnlySpan<byte> frame, ushort type, View view, int depth, int maxDepth, out TransportPlace place)
    {
        place = default;
        while (depth < maxDepth)
        {
            byte protocol;
            switch (type)
            {
                case EtherType.Vlan or EtherType.ProviderVlan:
                    if (view.Captured < 4) return false;
                    type = ReadUInt16(frame, view.Offset + 2);
                    view = view.Skip(4);
                    if (type <= EtherType.MaxLength)
                    {
                        view = view.Take(type);
                        if (!TrySkipSnap(frame, ref view, out type)) return false;
                    }

                    depth++;
                    continue;
                case EtherType.IPv4:
                    if (!TrySkipIPv4(frame, ref view, out protocol, out place)) return false;
                    break;
                case EtherType.IPv6:
                    if (!TrySkipIPv6(frame, ref view, out protocol, out place)) return false;
                    break;
                default:
                    return false;
            }

            depth++;
            if (protocol is not (IpProtocol.IpInIp or IpProtocol.Ipv6InIp)) return true;
            type = protocol == IpProtocol.IpInIp ? EtherType.IPv4 : EtherType.IPv6;
        }

        return false;
    }

    private static bool TrySkipIPv4(ReadOnlySpan<byte> frame, ref View view, out byte protocol, out TransportPlace place)
    {
        protocol = 0;
        place = default;
        if (view.Captured < Ipv4Layer.MinHeaderLength) return false;
        var at = view.Offset;
        var headerLength = (frame[at] & 15) * 4;
        int totalLength = ReadUInt16(frame, at + 2);
        if (totalLength == 0) totalLength = view.Reported;
        var isFragment = (ReadUInt16(frame, at + 6) & 0x3fff) != 0;
        if (headerLength < Ipv4Layer.MinHeaderLength || totalLength < headerLength || isFragment) return false;
        view = view.Take(totalLength);
        if (view.Captured < headerLength) return false;
        view = view.Skip(headerLength);
        protocol = frame[at + 9];
        place = new TransportPlace(protocol, view, at + 12, 4);
        return true;
    }

    private static bool TrySkipIPv6(ReadOnlySpan<byte> frame, ref View view, out byte protocol, out TransportPlace place)
    {
        protocol = 0;
        place = default;
        if (view.Captured < Ipv6.Ipv6Layer.HeaderLength) return false;
        var at = view.Offset;
        int payloadLength = ReadUInt16(frame, at + 4);
        protocol = frame[at + 6];
        if (payloadLength != 0) view = view.Take(Ipv6.Ipv6Layer.HeaderLength + payloadLength);
        view = view.Skip(Ipv6.Ipv6Layer.HeaderLength);
        for (var count = 0; count <= Ipv6.Ipv6Layer.MaxExtensions; count++)
        {
            switch (protocol)
            {
                case IpProtocol.HopByHop or IpProtocol.Routing or IpProtocol.DestinationOptions or IpProtocol.Authentication:
                    if (view.Captured < 8) return false;
                    var unit = frame[view.Offset + 1];
                    var length = protocol == IpProtocol.Authentication ? (unit + 2) * 4 : (unit + 1) * 8;
                    if (view.Captured < length) return false;
                    protocol = frame[view.Offset];
                    view = view.Skip(length);
                    break;
                case IpProtocol.Fragment:
                    if (view.Captured < 8 || (ReadUInt16(frame, view.Offset + 2) & 0xfff9) != 0) return false;
                    protocol = frame[view.Offset];
                    view = view.Skip(8);
                    break;
                case IpProtocol.NoNextHeader:
                    return false;
                default:
                    place = new TransportPlace(protocol, view, at + 8, 16);
                    return true;
            }
        }

        return false;
    }

    private static ushort ReadUInt16(ReadOnlySpan<byte> frame, int offset) => BinaryPrimitives.ReadUInt16BigEndian(frame[offset..]);
}

using System.Buffers.Binary;
using Packet.Dissect.Ipv4;

namespace Packet.Dissect.Conversations;

/// <summary>Reads the five-tuple of a packet.</summary>
internal static class FlowReader
{
    private const int PortsLength = 4;

    internal static bool TryRead(in PacketInput packet, int maxDepth, out PacketFlow flow)
    {
        flow = default;
        if (!TransportLocator.TryLocate(packet, maxDepth, out var place)) return false;
        if (place.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.UdpLite) || place.Payload.Captured < PortsLength) return false;
        var frame = packet.Bytes;
        var ports = frame.Slice(place.Payload.Offset, PortsLength);
        flow = new PacketFlow(
            place.Protocol,
            AddressOf(frame.Slice(place.SourceOffset, place.AddressLength)),
            BinaryPrimitives.ReadUInt16BigEndian(ports),
            AddressOf(frame.Slice(place.SourceOffset + place.AddressLength, place.AddressLength)),
            BinaryPrimitives.ReadUInt16BigEndian(ports[2..]));
        return true;
    }

    /// <summary>4 or 16 bytes as the number that flows have.</summary>
    internal static UInt128 AddressOf(ReadOnlySpan<byte> address) => address.Length == 4
        ? new UInt128(0, 0xffff_0000_0000ul | BinaryPrimitives.ReadUInt32BigEndian(address))
        : BinaryPrimitives.ReadUInt128BigEndian(address);
}

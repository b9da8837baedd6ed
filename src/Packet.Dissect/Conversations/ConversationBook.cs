using Packet.Dissect.Cursor;
using Packet.Dissect.Dns;
using Packet.Dissect.Icmp;
using Packet.Dissect.Icmpv6;
using Packet.Dissect.Ipv4;

namespace Packet.Dissect.Conversations;

/// <summary>
/// What is known about packets from other packets. <see cref="Observe"/> writes it in arrival order without making text; the decoders read it when a
/// row or a tree is wanted. What was evicted is missing, and the decoders then show what the packet itself says.
/// </summary>
internal sealed class ConversationBook
{
    private readonly int maxDepth;
    private readonly AnnotationLog annotations;
    private readonly TcpBook tcp;
    private readonly RequestBook requests;

    internal ConversationBook(DissectionLimits limits, DissectionCounters counters)
    {
        maxDepth = limits.MaxDepth;
        annotations = new AnnotationLog(limits.MaxAnnotations, counters);
        tcp = new TcpBook(limits, annotations, counters);
        requests = new RequestBook(limits.MaxPendingRequests, counters);
    }

    internal int AnnotationCount => annotations.Count;

    internal int PendingRequestCount => requests.Count;

    internal void Observe(in PacketInput packet)
    {
        if (!TransportLocator.TryLocate(packet, maxDepth, out var place)) return;
        switch (place.Protocol)
        {
            case IpProtocol.Tcp: ObserveTcp(packet, place); break;
            case IpProtocol.Udp: ObserveUdp(packet, place); break;
            case IpProtocol.Icmp: ObserveEcho(packet, place, IcmpLayer.EchoRequest, IcmpLayer.EchoReply); break;
            case IpProtocol.Icmpv6: ObserveEcho(packet, place, Icmpv6Layer.EchoRequest, Icmpv6Layer.EchoReply); break;
        }
    }

    /// <summary>The request that a packet answers.</summary>
    internal bool TryFindRequest(long packetNumber, out Annotation request) => annotations.TryFind(packetNumber, out request) && request.Findings == TcpFindings.None;

    /// <summary>What the analysis found out about a segment; none for most.</summary>
    internal Annotation FindingsOf(long packetNumber) => annotations.TryFind(packetNumber, out var annotation) ? annotation : default;

    /// <summary>The conversation of a segment as it was when the segment came.</summary>
    internal bool TryFindTcp(ref Pass pass, ushort sourcePort, ushort destinationPort, out TcpContext context)
    {
        context = default;
        if (pass.SourceKind is not (AddressKind.IPv4 or AddressKind.IPv6)) return false;
        var length = pass.SourceKind == AddressKind.IPv4 ? 4 : 16;
        var key = FlowKey.Of(pass.Frame.Slice(pass.SourceOffset, length), pass.Frame.Slice(pass.DestinationOffset, length), sourcePort, destinationPort, out var isFromA);
        return tcp.TryFind(key, isFromA, pass.Number, out context);
    }

    internal void Clear()
    {
        annotations.Clear();
        tcp.Clear();
        requests.Clear();
    }

    private void ObserveTcp(in PacketInput packet, in TransportPlace place)
    {
        var frame = packet.Bytes;
        var view = place.Payload;
        if (view.Captured < Tcp.TcpLayer.MinHeaderLength) return;
        var header = frame.Slice(view.Offset, Tcp.TcpLayer.MinHeaderLength);
        var headerLength = (header[12] >> 4) * 4;
        if (view.Reported < headerLength) return;
        var flags = (ushort)(((header[12] & 0x0f) << 8) | header[13]);
        var options = Math.Min(headerLength, view.Captured) - Tcp.TcpLayer.MinHeaderLength;
        var segment = new TcpSegment
        {
            Number = packet.Number,
            Time = packet.TimeNanoseconds,
            Sequence = ReadUInt32(header, 4),
            Acknowledgement = ReadUInt32(header, 8),
            Length = (uint)(view.Reported - headerLength),
            Flags = flags,
            Window = (ushort)((header[14] << 8) | header[15]),
            Scale = (flags & TcpSegment.Syn) != 0 && options > 0
                ? TcpBook.ScaleIn(frame.Slice(view.Offset + Tcp.TcpLayer.MinHeaderLength, options))
                : TcpDirection.ScaleUnknown,
        };
        var key = place.KeyOf(frame, (ushort)((header[0] << 8) | header[1]), (ushort)((header[2] << 8) | header[3]), out var isFromA);
        tcp.Observe(key, isFromA, segment, packet.Bytes.Slice(view.Offset + Math.Min(headerLength, view.Captured), Math.Max(0, view.Captured - headerLength)));
    }

    // A query and its answer have the identifier and the ports in common. Multicast names have neither and are not paired.
    private void ObserveUdp(in PacketInput packet, in TransportPlace place)
    {
        const int HeaderLength = 8;
        var view = place.Payload;
        if (view.Captured < HeaderLength + DnsLayer.HeaderLength) return;
        var header = packet.Bytes.Slice(view.Offset, HeaderLength + 4);
        var sourcePort = (ushort)((header[0] << 8) | header[1]);
        var destinationPort = (ushort)((header[2] << 8) | header[3]);
        if (sourcePort != DnsLayer.Port && destinationPort != DnsLayer.Port) return;
        var isResponse = (header[10] & 0x80) != 0;
        var ends = place.KeyOf(packet.Bytes, sourcePort, destinationPort, out var isFromA);
        Pair(packet, new RequestKey(ends, (uint)((header[8] << 8) | header[9]), isResponse ? !isFromA : isFromA), !isResponse);
    }

    private void ObserveEcho(in PacketInput packet, in TransportPlace place, byte requestType, byte replyType)
    {
        var view = place.Payload;
        if (view.Captured < 8) return;
        var type = packet.Bytes[view.Offset];
        if (type != requestType && type != replyType) return;
        var ends = place.KeyOf(packet.Bytes, 0, 0, out var isFromA);
        var key = new RequestKey(ends, ReadUInt32(packet.Bytes[view.Offset..], 4), type == requestType ? isFromA : !isFromA);
        Pair(packet, key, type == requestType);
    }

    private void Pair(in PacketInput packet, in RequestKey key, bool isRequest)
    {
        if (isRequest)
        {
            requests.Add(key, packet.Number, packet.TimeNanoseconds);
            return;
        }

        if (!requests.TryTake(key, out var number, out var time)) return;
        annotations.Add(new Annotation { Number = packet.Number, Reference = number, DeltaNanoseconds = packet.TimeNanoseconds - time });
    }

    private static uint ReadUInt32(ReadOnlySpan<byte> bytes, int offset) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..]);
}

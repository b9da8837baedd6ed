using Packet.Dissect.Tls;

namespace Packet.Dissect.Conversations;

/// <summary>Keeps the TCP conversations: finds or begins the one of a segment, has the segment judged, and answers for it later.</summary>
internal sealed class TcpBook
{
    private readonly TcpFlowTable flows;
    private readonly AnnotationLog annotations;

    internal TcpBook(DissectionLimits limits, AnnotationLog annotations, DissectionCounters counters)
    {
        flows = new TcpFlowTable(limits.MaxFlows, counters);
        this.annotations = annotations;
    }

    internal int FlowCount => flows.Count;

    internal void Clear() => flows.Clear();

    internal void Observe(in FlowKey key, bool isFromA, in TcpSegment segment, ReadOnlySpan<byte> payload)
    {
        var index = flows.FindNewest(key);
        var findings = TcpFindings.None;
        if (index < 0) index = flows.Add(key, segment.Number, segment.Time);
        else if (segment.Has(TcpSegment.Syn)) index = ObserveSyn(index, key, isFromA, segment, ref findings);
        ref var flow = ref flows[index];
        flow.WasUsed = true;
        ref var own = ref (isFromA ? ref flow.A : ref flow.B);
        ref var peer = ref (isFromA ? ref flow.B : ref flow.A);
        SetBases(segment, ref own, ref peer);
        findings = TcpAnalysis.Judge(segment, flow, ref own, ref peer, findings);
        TakeNote(segment, ref flow, ref own, ref peer);
        if (payload.Length > 0) NoteTls(payload, segment.Number, ref flow);
        if (findings == TcpFindings.None) return;
        var isDuplicate = (findings & TcpFindings.DuplicateAck) != 0;
        annotations.Add(new Annotation
        {
            Number = segment.Number,
            Findings = findings,
            Count = isDuplicate ? own.DuplicateAcks : 0,
            Reference = isDuplicate ? own.LastNonDuplicateAck : 0,
        });
    }

    /// <summary>What a segment needs for its row; false when its conversation was evicted.</summary>
    internal bool TryFind(in FlowKey key, bool isFromA, long packetNumber, out TcpContext context)
    {
        context = default;
        var index = flows.FindAt(key, packetNumber);
        if (index < 0) return false;
        ref var flow = ref flows[index];
        ref var own = ref (isFromA ? ref flow.A : ref flow.B);
        ref var peer = ref (isFromA ? ref flow.B : ref flow.A);
        context = new TcpContext(
            flow.StreamIndex,
            own.BaseSequence,
            peer.BaseSequence,
            own.Scale >= 0 && packetNumber < own.ScaleSincePacket ? TcpDirection.ScaleUnknown : own.Scale,
            flow.FirstTime,
            packetNumber >= flow.TlsSincePacket ? flow.TlsVersion : 0);
        return true;
    }

    // A SYN that counts from elsewhere is another conversation with the same ports. So is a SYN with ACK, but what was known about the other end holds.
    private int ObserveSyn(int index, in FlowKey key, bool isFromA, in TcpSegment segment, ref TcpFindings findings)
    {
        ref var flow = ref flows[index];
        ref var own = ref (isFromA ? ref flow.A : ref flow.B);
        if (!own.HasBase) return index;
        if (segment.Sequence == own.BaseSequence)
        {
            // The handshake over again: what a reset may have claimed to come next does not hold.
            if (segment.IsSynOnly) own.NextSequence = own.MaxAcknowledgeable;
            return segment.Scale >= 0 && own.Scale >= 0 && segment.Scale != own.Scale ? flows.Continue(index, segment.Number) : index;
        }

        findings |= TcpFindings.PortNumbersReused;
        if (!segment.Has(TcpSegment.Ack)) return flows.Add(key, segment.Number, segment.Time);
        index = flows.Continue(index, segment.Number);
        flow = ref flows[index];
        own = ref (isFromA ? ref flow.A : ref flow.B);
        own.BaseSequence = segment.Sequence;
        return index;
    }

    // Without a SYN in sight numbering starts at 1, so that it agrees with a capture that has the SYN.
    private static void SetBases(in TcpSegment segment, ref TcpDirection own, ref TcpDirection peer)
    {
        if (!own.HasBase)
        {
            own.BaseSequence = segment.Has(TcpSegment.Syn) ? segment.Sequence : segment.Sequence - 1;
            own.HasBase = true;
        }

        if (!peer.HasBase && segment.Has(TcpSegment.Ack))
        {
            peer.BaseSequence = segment.Acknowledgement - 1;
            peer.HasBase = true;
        }
    }

    private static void TakeNote(in TcpSegment segment, ref TcpFlow flow, ref TcpDirection own, ref TcpDirection peer)
    {
        if (segment.Has(TcpSegment.Syn))
        {
            own.IsFirstAck = true;
            if (!segment.Has(TcpSegment.Ack)) flow.SynTime = segment.Time;
            NoteScale(segment, ref own, ref peer);
        }

        if ((segment.Flags & (TcpSegment.Syn | TcpSegment.Ack)) != TcpSegment.Ack) return;
        own.IsFirstAck = false;
        if (flow.SynTime != 0 && flow.FirstRoundTrip == 0) flow.FirstRoundTrip = segment.Time - flow.SynTime;
    }

    // Scaling is on only when both ends announced it, each for its own windows (RFC 7323).
    private static void NoteScale(in TcpSegment segment, ref TcpDirection own, ref TcpDirection peer)
    {
        if (segment.Scale >= 0 && segment.Scale != own.Scale)
        {
            own.Scale = segment.Scale;
            own.ScaleSincePacket = segment.Number;
        }

        if (own.Scale == TcpDirection.ScaleUnknown) own.Scale = peer.Scale = TcpDirection.ScaleNotUsed;
        else if (segment.IsSynAck && peer.Scale == TcpDirection.ScaleNotUsed) own.Scale = TcpDirection.ScaleNotUsed;
    }

    // The version is the one in the server's hello; a conversation joined later has that of its records.
    private static void NoteTls(ReadOnlySpan<byte> payload, long number, ref TcpFlow flow)
    {
        const int HandshakeHeaderLength = 4, ClientHello = 1, ServerHello = 2;
        if (!TlsRecord.TryRead(payload, out var record)) return;
        var isHandshake = record.Type == TlsRecord.Handshake && payload.Length > TlsRecord.HeaderLength + HandshakeHeaderLength;
        var message = isHandshake ? payload[TlsRecord.HeaderLength] : 0;
        if (message == ClientHello || (message != ServerHello && flow.TlsVersion != 0)) return;
        var version = record.Version;
        if (message == ServerHello)
        {
            var body = payload[(TlsRecord.HeaderLength + HandshakeHeaderLength)..];
            version = new TlsHello(body[..Math.Min(body.Length, record.Length - HandshakeHeaderLength)], isClient: false).NegotiatedVersion();
        }

        if (version == flow.TlsVersion) return;
        flow.TlsVersion = (ushort)version;
        flow.TlsSincePacket = number;
    }

    /// <summary>The shift count among a SYN's options; -1 without one.</summary>
    internal static sbyte ScaleIn(ReadOnlySpan<byte> options)
    {
        const byte End = 0, NoOperation = 1, WindowScale = 3, MaxShift = 14;
        while (options.Length >= 1 && options[0] != End)
        {
            if (options[0] == NoOperation)
            {
                options = options[1..];
                continue;
            }

            if (options.Length < 2 || options[1] < 2 || options[1] > options.Length) break;
            if (options[0] == WindowScale && options[1] == 3) return (sbyte)Math.Min(options[2], MaxShift);
            options = options[options[1]..];
        }

        return TcpDirection.ScaleUnknown;
    }
}

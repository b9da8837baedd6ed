using Packet.Dissect.Conversations;
using Packet.Dissect.Cursor;

namespace Packet.Dissect.Tcp;

/// <summary>A TCP header with what its conversation adds. The caller has checked that 20 bytes are there.</summary>
internal readonly struct TcpHeader
{
    internal TcpHeader(ref Pass pass, View view)
    {
        var at = view.Offset;
        SourcePort = pass.U16(at);
        DestinationPort = pass.U16(at + 2);
        RawSequence = pass.U32(at + 4);
        RawAcknowledgement = pass.U32(at + 8);
        Length = (pass.U8(at + 12) >> 4) * 4;
        Flags = (ushort)(pass.U16(at + 12) & 0x0fff);
        RawWindow = pass.U16(at + 14);
        Sequence = RawSequence;
        Acknowledgement = RawAcknowledgement;
        Window = RawWindow;
        Scale = TcpDirection.ScaleUnknown;

        // Where a fragment or a quotation ends, nothing can be said about the segment it was cut from.
        HasSegmentLength = !pass.IsFragment && !pass.InQuotedPacket && view.Reported >= Length;
        if (!HasSegmentLength) return;
        SegmentLength = view.Reported - Length;
        if (!pass.Owner.Conversations.TryFindTcp(ref pass, SourcePort, DestinationPort, out var context)) return;
        HasContext = true;
        Context = context;
        Notes = pass.Owner.Conversations.FindingsOf(pass.Number);
        Sequence = RawSequence - context.BaseSequence;
        if (Has(TcpSegment.Ack)) Acknowledgement = RawAcknowledgement - context.BaseAcknowledgement;
        Scale = context.Scale;
        if (Scale >= 0 && !Has(TcpSegment.Syn)) Window = (uint)RawWindow << Scale;
    }

    internal ushort SourcePort { get; }

    internal ushort DestinationPort { get; }

    internal uint RawSequence { get; }

    internal uint RawAcknowledgement { get; }

    /// <summary>Bytes of header, options included; below 20 in a broken one.</summary>
    internal int Length { get; }

    internal ushort Flags { get; }

    internal ushort RawWindow { get; }

    /// <summary>Relative to the start of the conversation when that is known.</summary>
    internal uint Sequence { get; }

    internal uint Acknowledgement { get; }

    /// <summary>In bytes when the handshake was seen.</summary>
    internal uint Window { get; }

    internal sbyte Scale { get; }

    internal bool HasSegmentLength { get; }

    /// <summary>Bytes of payload on the wire.</summary>
    internal int SegmentLength { get; }

    /// <summary>True when the conversation is known, and with it everything relative.</summary>
    internal bool HasContext { get; }

    internal TcpContext Context { get; }

    internal Annotation Notes { get; }

    internal bool Has(int flag) => (Flags & flag) != 0;
}

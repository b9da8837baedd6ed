namespace Packet.Dissect.Conversations;

/// <summary>
/// Finds retransmissions, losses and stalls from sequence numbers alone, in one pass, by the rules that Wireshark 4.0 applies with its default settings
/// (User's Guide, "TCP Analysis"); the rules are checked against tshark on random exchanges.
/// </summary>
internal static class TcpAnalysis
{
    private const long FastRetransmissionNanoseconds = 20_000_000;
    private const long DefaultReorderNanoseconds = 3_000_000;

    /// <summary>
    /// Judges a segment and takes note of it. <paramref name="own"/> is the sender's side, <paramref name="peer"/> the other.
    /// Returns the findings; for a duplicate acknowledgement <c>own</c> holds its count and what it repeats.
    /// </summary>
    internal static TcpFindings Judge(in TcpSegment segment, in TcpFlow flow, ref TcpDirection own, ref TcpDirection peer, TcpFindings findings)
    {
        findings |= JudgeForward(segment, ref own, peer, out var isSettled);
        if (!isSettled) findings |= JudgeRepeatedAck(segment, ref own, peer);
        if (segment.Acknowledgement != own.LastAck)
        {
            own.LastNonDuplicateAck = segment.Number;
            own.DuplicateAcks = 0;
        }

        findings |= JudgeAckedUnseen(segment, ref peer);
        if (segment.Length > 0 || segment.FlagLength > 0) findings |= JudgeRepeatedData(segment, flow, own, peer, findings);
        Advance(segment, ref own, findings);
        return findings;
    }

    private static bool IsAfter(uint left, uint right) => (int)(left - right) > 0;

    private static TcpFindings JudgeForward(in TcpSegment segment, ref TcpDirection own, in TcpDirection peer, out bool isSettled)
    {
        // One byte at the expected place into a closed window asks whether it has opened.
        isSettled = segment.Length == 1 && segment.Sequence == own.NextSequence && peer.Window == 0;
        if (isSettled) return TcpFindings.ZeroWindowProbe;

        var findings = TcpFindings.None;
        if (segment.Window == 0 && segment.IsPlain) findings |= TcpFindings.ZeroWindow;
        if (own.NextSequence != 0 && IsAfter(segment.Sequence, own.NextSequence) && !segment.Has(TcpSegment.Rst))
            findings |= TcpFindings.PreviousSegmentNotCaptured;
        if (segment.Length <= 1 && segment.Sequence == own.NextSequence - 1 && segment.IsPlain) findings |= TcpFindings.KeepAlive;
        if (segment.Length > 0 && segment.IsPlain && peer.Scale != TcpDirection.ScaleUnknown
            && segment.Sequence + segment.Length == peer.LastAck + (peer.Window << ShiftOf(peer)))
            findings |= TcpFindings.WindowFull;
        return findings;
    }

    private static int ShiftOf(in TcpDirection side) => side.IsFirstAck || side.Scale < 0 ? 0 : side.Scale;

    // A segment without payload that repeats the last acknowledgement: what it means depends on its window and on what it answers.
    private static TcpFindings JudgeRepeatedAck(in TcpSegment segment, ref TcpDirection own, in TcpDirection peer)
    {
        if (segment.Length != 0 || !segment.IsPlain || segment.Sequence != own.NextSequence || segment.Acknowledgement != own.LastAck)
            return TcpFindings.None;
        if (segment.Window != own.Window) return segment.Window == 0 ? TcpFindings.None : TcpFindings.WindowUpdate;
        if (segment.Window == 0)
            return (peer.LastFindings & TcpFindings.ZeroWindowProbe) != 0 ? TcpFindings.ZeroWindowProbeAck : TcpFindings.None;
        if ((peer.LastFindings & TcpFindings.KeepAlive) != 0) return TcpFindings.KeepAliveAck;
        own.DuplicateAcks = own.DuplicateAcks < 0 ? 1 : own.DuplicateAcks + 1;
        return TcpFindings.DuplicateAck;
    }

    private static TcpFindings JudgeAckedUnseen(in TcpSegment segment, ref TcpDirection peer)
    {
        if (peer.MaxAcknowledgeable == 0 || !segment.Has(TcpSegment.Ack) || !IsAfter(segment.Acknowledgement, peer.MaxAcknowledgeable))
            return TcpFindings.None;

        // Moving the mark keeps one loss from being told many times.
        if (IsAfter(peer.NextSequence, peer.MaxAcknowledgeable))
        {
            peer.MaxAcknowledgeable = peer.NextSequence;
            return TcpFindings.AckedUnseenSegment;
        }

        var isFirst = peer.DuplicateAcks == 0;
        peer.DuplicateAcks = -1;
        return isFirst ? TcpFindings.AckedUnseenSegment : TcpFindings.None;
    }

    private static TcpFindings JudgeRepeatedData(in TcpSegment segment, in TcpFlow flow, in TcpDirection own, in TcpDirection peer, TcpFindings findings)
    {
        if ((findings & TcpFindings.KeepAlive) != 0) return TcpFindings.None;
        if (segment.Length > 0 && peer.LastAck != 0 && !IsAfter(segment.Sequence + segment.Length, peer.LastAck))
            return TcpFindings.SpuriousRetransmission;

        // A longer segment that begins one byte early probably repeats only the byte of a probe.
        var repeats = own.NextSequence != 0 && IsAfter(own.NextSequence, segment.Sequence)
            && !(segment.Length > 1 && own.NextSequence - 1 == segment.Sequence);
        if (!repeats) return TcpFindings.None;

        var sinceAck = segment.Time - peer.LastAckTime;
        if (peer.DuplicateAcks is not (0 or 1) && peer.LastAck == segment.Sequence && sinceAck is >= 0 and < FastRetransmissionNanoseconds)
            return TcpFindings.FastRetransmission;

        var sinceAdvance = segment.Time - own.NextSequenceTime;
        var threshold = flow.FirstRoundTrip != 0 ? flow.FirstRoundTrip : DefaultReorderNanoseconds;
        if (sinceAdvance >= 0 && (ulong)sinceAdvance < (ulong)threshold)
        {
            var closesGap = own.NextSequence == segment.Sequence + segment.Length + segment.FlagLength;
            if (!closesGap) return TcpFindings.OutOfOrder;
        }

        return TcpFindings.Retransmission;
    }

    private static void Advance(in TcpSegment segment, ref TcpDirection own, TcpFindings findings)
    {
        var next = segment.Sequence + segment.Length + segment.FlagLength;
        var isProbe = (findings & TcpFindings.ZeroWindowProbe) != 0;
        if (!isProbe && (own.NextSequence == 0 || IsAfter(next, own.NextSequence)))
        {
            own.NextSequence = next;
            own.NextSequenceTime = segment.Time;
        }

        if (!isProbe && (own.MaxAcknowledgeable == 0 || segment.Sequence == own.MaxAcknowledgeable)) own.MaxAcknowledgeable = own.NextSequence;
        own.Window = segment.Window;
        own.LastAck = segment.Acknowledgement;
        own.LastAckTime = segment.Time;
        own.LastFindings = findings;
    }
}

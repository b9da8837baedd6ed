namespace Packet.Dissect.Conversations;

/// <summary>
/// What one end of a TCP conversation has sent so far. Sequence numbers are those on the wire; 0 in the expected ones means "not seen yet",
/// which is Wireshark's convention and must be kept for the findings to agree.
/// </summary>
internal struct TcpDirection
{
    internal const sbyte ScaleUnknown = -1;
    internal const sbyte ScaleNotUsed = -2;

    /// <summary>The number shown as 0; valid once <see cref="HasBase"/>.</summary>
    internal uint BaseSequence;

    /// <summary>The highest sequence number after any segment seen.</summary>
    internal uint NextSequence;

    /// <summary>The highest number the other end can acknowledge without acknowledging something unseen.</summary>
    internal uint MaxAcknowledgeable;

    /// <summary>The last acknowledgement this end sent.</summary>
    internal uint LastAck;

    /// <summary>The last window this end offered, as on the wire; all ones before the first.</summary>
    internal uint Window;

    /// <summary>Duplicate acknowledgements in a row; -1 after an acknowledgement of something unseen.</summary>
    internal int DuplicateAcks;

    internal TcpFindings LastFindings;

    /// <summary>The window scale this end announced, or one of the two constants.</summary>
    internal sbyte Scale;

    internal bool HasBase;

    /// <summary>True between this end's SYN and its first acknowledgement without SYN, when its window is not scaled yet.</summary>
    internal bool IsFirstAck;

    internal long ScaleSincePacket;
    internal long LastNonDuplicateAck;
    internal long LastAckTime;
    internal long NextSequenceTime;
}

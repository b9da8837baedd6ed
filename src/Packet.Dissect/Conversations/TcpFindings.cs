namespace Packet.Dissect.Conversations;

/// <summary>What the analysis of sequence numbers found out about one segment, in Wireshark's terms.</summary>
[Flags]
internal enum TcpFindings : ushort
{
    None = 0,
    Retransmission = 1 << 0,
    PreviousSegmentNotCaptured = 1 << 1,
    AckedUnseenSegment = 1 << 2,
    KeepAlive = 1 << 3,
    DuplicateAck = 1 << 4,
    ZeroWindow = 1 << 5,
    ZeroWindowProbe = 1 << 6,
    ZeroWindowProbeAck = 1 << 7,
    KeepAliveAck = 1 << 8,
    OutOfOrder = 1 << 9,
    FastRetransmission = 1 << 10,
    WindowUpdate = 1 << 11,
    WindowFull = 1 << 12,
    PortNumbersReused = 1 << 13,
    SpuriousRetransmission = 1 << 14,

    /// <summary>What belongs to the normal course of a connection: a segment with one of these is not coloured as bad.</summary>
    Harmless = WindowUpdate | KeepAlive | KeepAliveAck,
}

namespace Packet.Dissect.Conversations;

/// <summary>One TCP conversation, from its first packet until its ports are used again. About 250 bytes.</summary>
internal struct TcpFlow
{
    internal FlowKey Key;
    internal TcpDirection A;
    internal TcpDirection B;

    /// <summary>The place of the conversation in the capture, from 0.</summary>
    internal int StreamIndex;

    /// <summary>The packet that began it: earlier packets between the same ends belong to <see cref="Older"/>.</summary>
    internal long FirstPacket;
    internal long FirstTime;

    /// <summary>Time of the last SYN without ACK; 0 for none.</summary>
    internal long SynTime;

    /// <summary>From that SYN to the first pure acknowledgement; 0 until it came.</summary>
    internal long FirstRoundTrip;

    /// <summary>The TLS version that the server chose, and the packet in which it did; 0 without.</summary>
    internal ushort TlsVersion;
    internal long TlsSincePacket;

    /// <summary>Used since the table's hand came by.</summary>
    internal bool WasUsed;

    // Places in the table; -1 for none.
    internal int NextInBucket;
    internal int Older;
    internal int Newer;
}

namespace Packet.Dissect;

/// <summary>What a dissection kept and what it had to let go. Read on the thread that uses the dissection.</summary>
public sealed class DissectionCounters
{
    /// <summary>Packets observed.</summary>
    public long ObservedPackets { get; internal set; }

    /// <summary>Conversations kept now.</summary>
    public int Flows { get; internal set; }

    /// <summary>Conversations let go to make room; their packets show absolute sequence numbers.</summary>
    public long EvictedFlows { get; internal set; }

    /// <summary>Findings about single packets let go to make room.</summary>
    public long EvictedAnnotations { get; internal set; }

    /// <summary>Requests let go before their reply came.</summary>
    public long EvictedRequests { get; internal set; }

    /// <summary>Packets on which a decoder failed in a way it should not have; any value but 0 is a defect of this library.</summary>
    public long DecoderFaults { get; internal set; }

    /// <summary>Where the last of them happened, for a report; null without one. It holds nothing that came from a packet.</summary>
    public string? LastDecoderFault { get; internal set; }

    internal void Clear()
    {
        ObservedPackets = 0;
        Flows = 0;
        EvictedFlows = 0;
        EvictedAnnotations = 0;
        EvictedRequests = 0;
        DecoderFaults = 0;
        LastDecoderFault = null;
    }
}

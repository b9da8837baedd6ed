namespace Packet.Dissect;

/// <summary>
/// The bounds of one dissection. Each is reached silently for the packet path and counted in <see cref="DissectionCounters"/>:
/// the oldest state goes first, and a packet whose state is gone is shown without it.
/// </summary>
public sealed record DissectionLimits
{
    /// <summary>TCP conversations kept. 16,384 at about 250 bytes each are 4 MiB.</summary>
    public int MaxFlows { get; init; } = 16_384;

    /// <summary>Findings about single packets kept (retransmissions and the like). 131,072 at 32 bytes each are 4 MiB.</summary>
    public int MaxAnnotations { get; init; } = 131_072;

    /// <summary>Requests kept that wait for their reply (ICMP and ICMPv6 echo, DNS).</summary>
    public int MaxPendingRequests { get; init; } = 4_096;

    /// <summary>Layers within layers that one packet may have.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>Repeated items (options, records, answers, headers) read from one packet.</summary>
    public int MaxSteps { get; init; } = 2_048;

    /// <summary>Nodes in one packet's tree.</summary>
    public int MaxTreeNodes { get; init; } = 4_096;

    /// <summary>Characters in a row's Info text.</summary>
    public int MaxInfoLength { get; init; } = 512;
}

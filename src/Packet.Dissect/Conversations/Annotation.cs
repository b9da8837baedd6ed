namespace Packet.Dissect.Conversations;

/// <summary>What is remembered about one packet beyond its own bytes. Most packets have none.</summary>
internal struct Annotation
{
    /// <summary>The packet it belongs to.</summary>
    internal long Number;

    /// <summary>The packet it refers to: the request of a reply, the acknowledgement that a duplicate repeats. 0 for none.</summary>
    internal long Reference;

    /// <summary>Time since that packet.</summary>
    internal long DeltaNanoseconds;

    /// <summary>How many duplicates there are by now.</summary>
    internal int Count;

    internal TcpFindings Findings;
}

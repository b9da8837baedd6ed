using System.Buffers.Binary;

namespace Packet.Dissect.Conversations;

/// <summary>
/// The two ends of a conversation, in an order that does not depend on who sends: the smaller end (address, then port) is A.
/// IPv4 addresses live in the low words, told from IPv6 by <see cref="kind"/>.
/// </summary>
internal readonly struct FlowKey
{
    private readonly ulong highA;
    private readonly ulong lowA;
    private readonly ulong highB;
    private readonly ulong lowB;
    private readonly uint ports;
    private readonly byte kind;

    private FlowKey(byte kind, ulong highA, ulong lowA, ulong highB, ulong lowB, uint ports)
    {
        this.kind = kind;
        this.highA = highA;
        this.lowA = lowA;
        this.highB = highB;
        this.lowB = lowB;
        this.ports = ports;
    }

    /// <summary>Makes the key of a packet; <paramref name="isFromA"/> says which end sent it. Addresses have 4 or 16 bytes.</summary>
    internal static FlowKey Of(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ushort sourcePort, ushort destinationPort, out bool isFromA)
    {
        ulong highSource = 0, lowSource, highDestination = 0, lowDestination;
        if (source.Length == 4)
        {
            lowSource = BinaryPrimitives.ReadUInt32BigEndian(source);
            lowDestination = BinaryPrimitives.ReadUInt32BigEndian(destination);
        }
        else
        {
            highSource = BinaryPrimitives.ReadUInt64BigEndian(source);
            lowSource = BinaryPrimitives.ReadUInt64BigEndian(source[8..]);
            highDestination = BinaryPrimitives.ReadUInt64BigEndian(destination);
            lowDestination = BinaryPrimitives.ReadUInt64BigEndian(destination[8..]);
        }

        isFromA = highSource != highDestination ? highSource < highDestination
            : lowSource != lowDestination ? lowSource < lowDestination
            : sourcePort <= destinationPort;
        var kind = (byte)source.Length;
        return isFromA
            ? new FlowKey(kind, highSource, lowSource, highDestination, lowDestination, ((uint)sourcePort << 16) | destinationPort)
            : new FlowKey(kind, highDestination, lowDestination, highSource, lowSource, ((uint)destinationPort << 16) | sourcePort);
    }

    internal bool Is(in FlowKey other) => lowA == other.lowA && lowB == other.lowB && ports == other.ports
        && highA == other.highA && highB == other.highB && kind == other.kind;

    /// <summary>A hash that whoever sends the packets cannot steer without knowing <paramref name="seed"/>.</summary>
    internal uint Hash(ulong seed)
    {
        const ulong Multiplier = 0x9e3779b97f4a7c15;
        var hash = (seed ^ lowA) * Multiplier;
        hash = ((hash ^ (hash >> 29)) + lowB) * Multiplier;
        hash = ((hash ^ (hash >> 32)) + ports) * Multiplier;
        if (kind != 4)
        {
            hash = ((hash ^ (hash >> 29)) + highA) * Multiplier;
            hash = ((hash ^ (hash >> 32)) + highB) * Multiplier;
        }

        return (uint)(hash >> 32) ^ (uint)hash;
    }
}

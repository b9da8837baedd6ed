using Packet.Dissect.Cursor;

namespace Packet.Dissect.Conversations;

/// <summary>Where the innermost transport header of a frame is, and between which addresses it travels.</summary>
internal readonly struct TransportPlace
{
    internal TransportPlace(byte protocol, View payload, int sourceOffset, int addressLength)
    {
        Protocol = protocol;
        Payload = payload;
        SourceOffset = sourceOffset;
        AddressLength = addressLength;
    }

    /// <summary>The IP protocol number.</summary>
    internal byte Protocol { get; }

    internal View Payload { get; }

    /// <summary>The source address; the destination follows it.</summary>
    internal int SourceOffset { get; }

    internal int AddressLength { get; }

    internal FlowKey KeyOf(ReadOnlySpan<byte> frame, ushort sourcePort, ushort destinationPort, out bool isFromA)
        => FlowKey.Of(frame.Slice(SourceOffset, AddressLength), frame.Slice(SourceOffset + AddressLength, AddressLength), sourcePort, destinationPort, out isFromA);
}

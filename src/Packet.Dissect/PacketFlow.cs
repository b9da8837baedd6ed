namespace Packet.Dissect;

/// <summary>
/// Between which ends a packet of TCP, UDP or UDP-Lite travels, as the innermost IP header has them: what sockets are found by. IPv4 addresses are
/// mapped (::ffff:a.b.c.d), so that both families are one kind of number.
/// </summary>
/// <param name="Protocol">The IP protocol number: 6, 17 or 136.</param>
/// <param name="SourceAddress">The sender's address, most significant byte first.</param>
/// <param name="SourcePort">The sender's port.</param>
/// <param name="DestinationAddress">The receiver's address.</param>
/// <param name="DestinationPort">The receiver's port.</param>
public readonly record struct PacketFlow(byte Protocol, UInt128 SourceAddress, ushort SourcePort, UInt128 DestinationAddress, ushort DestinationPort)
{
    /// <summary>The same, seen from the receiver.</summary>
    public PacketFlow Reversed => new(Protocol, DestinationAddress, DestinationPort, SourceAddress, SourcePort);
}

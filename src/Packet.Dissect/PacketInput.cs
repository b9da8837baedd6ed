using Bpf.Wire;

namespace Packet.Dissect;

/// <summary>
/// One captured packet as a dissection takes it: the record's facts and a view of its bytes.
/// The bytes belong to the caller and are only read during the call; nothing keeps them.
/// </summary>
public readonly ref struct PacketInput
{
    /// <summary>The packet's place in the capture, counted from 1 in arrival order. It names the packet in texts such as "request in 12".</summary>
    public required long Number { get; init; }

    /// <summary>Nanoseconds since 1970-01-01 UTC; may be negative, and may go backwards from one packet to the next.</summary>
    public long TimeNanoseconds { get; init; }

    /// <summary>The header that <see cref="Bytes"/> starts with.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>Which way the frame went at the interface, if known.</summary>
    public FrameDirection Direction { get; init; }

    /// <summary>Bytes on the wire. A value below the number of captured bytes is taken as that number.</summary>
    public uint WireLength { get; init; }

    /// <summary>The captured bytes, from the link-layer header on.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The interface's index in the capturing system; 0 when it has none.</summary>
    public ushort InterfaceIndex { get; init; }
}

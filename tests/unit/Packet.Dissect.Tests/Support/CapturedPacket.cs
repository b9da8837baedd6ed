using Bpf.Wire;

namespace Packet.Dissect.Tests.Support;

/// <summary>A packet of a capture file, with its bytes copied out.</summary>
internal sealed record CapturedPacket(long Number, long TimeNanoseconds, LinkType LinkType, uint WireLength, byte[] Bytes)
{
    internal PacketInput Input => InputOf(Bytes, WireLength);

    internal PacketInput InputOf(ReadOnlySpan<byte> bytes, uint wireLength) => new()
    {
        Number = Number,
        TimeNanoseconds = TimeNanoseconds,
        LinkType = LinkType,
        WireLength = wireLength,
        Bytes = bytes,
    };
}

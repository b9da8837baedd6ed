using Bpf.Wire;
using Packet.Dissect;

namespace WebCap.Client.Store;

/// <summary>A packet as the store has it: a view that is valid until the store is next written to.</summary>
internal readonly ref struct StoredPacket
{
    private const long NanosecondsASecond = 1_000_000_000;

    /// <summary>The record's number, from 0 since the device's session began. The page shows <see cref="Number"/>.</summary>
    public required long Record { get; init; }

    /// <summary>The header that the device wrote.</summary>
    public required RecordHeader Header { get; init; }

    /// <summary>The captured bytes.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The header that <see cref="Bytes"/> starts with.</summary>
    public required LinkType LinkType { get; init; }

    /// <summary>What the header's fraction counts.</summary>
    public required TimestampFormat TimestampFormat { get; init; }

    /// <summary>What the No. column shows, from 1.</summary>
    public long Number => Record + 1;

    /// <summary>Nanoseconds since 1970 UTC. A time beyond the year 2262, which only a false header has, wraps around.</summary>
    public long TimeNanoseconds => unchecked((Header.Seconds * NanosecondsASecond) + (Header.Fraction * (TimestampFormat == TimestampFormat.Nanoseconds ? 1 : 1000)));

    /// <summary>The packet as the dissection takes it.</summary>
    public PacketInput ToInput() => new()
    {
        Number = Number,
        TimeNanoseconds = TimeNanoseconds,
        LinkType = LinkType,
        Direction = Header.Direction,
        WireLength = Header.WireLength,
        Bytes = Bytes,
        InterfaceIndex = Header.InterfaceIndex,
    };
}

namespace Packet.Dissect.Conversations;

/// <summary>What the analysis needs of one segment.</summary>
internal readonly ref struct TcpSegment
{
    internal const ushort Fin = 0x01, Syn = 0x02, Rst = 0x04, Psh = 0x08, Ack = 0x10, Urg = 0x20, Ece = 0x40, Cwr = 0x80, AccurateEcn = 0x100;

    internal required long Number { get; init; }

    internal required long Time { get; init; }

    internal required uint Sequence { get; init; }

    internal required uint Acknowledgement { get; init; }

    internal required uint Length { get; init; }

    internal required ushort Flags { get; init; }

    internal required ushort Window { get; init; }

    /// <summary>The window scale option; -1 without one.</summary>
    internal required sbyte Scale { get; init; }

    internal bool Has(ushort flag) => (Flags & flag) != 0;

    internal bool IsSynOnly => (Flags & (Syn | Ack)) == Syn;

    internal bool IsSynAck => (Flags & (Syn | Ack)) == (Syn | Ack);

    /// <summary>SYN, FIN and RST take part in none of the findings about windows and acknowledgements.</summary>
    internal bool IsPlain => (Flags & (Syn | Fin | Rst)) == 0;

    /// <summary>SYN and FIN take up one sequence number.</summary>
    internal uint FlagLength => (Flags & (Syn | Fin)) == 0 ? 0u : 1u;
}

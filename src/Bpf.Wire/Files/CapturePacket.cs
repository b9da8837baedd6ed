namespace Bpf.Wire.Files;

/// <summary>
/// One packet of a capture file, in place: <see cref="Bytes"/> is a view of the reader's buffer and ends with the reader's next call.
/// </summary>
public readonly ref struct CapturePacket
{
    /// <summary>The captured bytes, link-layer header first; at most <see cref="CaptureFileReader.MaxCapturedBytes"/> and never more than <see cref="WireLength"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Whole seconds since 1970-01-01 UTC, always within the years 1 to 9999.</summary>
    public long Seconds { get; init; }

    /// <summary>Nanoseconds within the second, 0 to 999,999,999.</summary>
    public uint Nanoseconds { get; init; }

    /// <summary>Bytes the frame had on the wire.</summary>
    public uint WireLength { get; init; }

    /// <summary>Index into <see cref="CaptureFileReader.Interfaces"/>.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>What the bytes start with.</summary>
    public LinkType LinkType { get; init; }

    /// <summary>Which way the frame went, where the file says so.</summary>
    public FrameDirection Direction { get; init; }

    /// <summary>False for a pcapng simple packet, which has no time; <see cref="Seconds"/> is then 0.</summary>
    public bool HasTime { get; init; }

    /// <summary>Frames lost between this one and the one before it on the same interface, where the file says so.</summary>
    public ulong DroppedBefore { get; init; }

    /// <summary>Where the packet's record or block begins in the file.</summary>
    public long Offset { get; init; }
}

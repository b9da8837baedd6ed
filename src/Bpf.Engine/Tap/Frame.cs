using Bpf.Wire;

namespace Bpf.Engine.Tap;

/// <summary>
/// One frame at the tap: bytes in place (a ring slot, a file buffer), never copied before a filter accepts them.
/// Borrowed for the length of the tap call only.
/// </summary>
public readonly ref struct Frame
{
    /// <summary>The bytes that are present, link-layer header first; at most <see cref="WireLength"/>.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Bytes the frame had on the wire.</summary>
    public uint WireLength { get; init; }

    /// <summary>Whole seconds since 1970-01-01 UTC, from the ring or the file [BUF-6].</summary>
    public long Seconds { get; init; }

    /// <summary>Nanoseconds within the second.</summary>
    public uint Nanoseconds { get; init; }

    /// <summary>Which way the frame went.</summary>
    public FrameDirection Direction { get; init; }
}

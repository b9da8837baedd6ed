using Bpf.Wire;

namespace Bpf.Engine.Tap;

/// <summary>
/// A <see cref="Frame"/> whose bytes lie in several pieces. What is said of that one holds here too: borrowed for the length of the tap
/// call, never modified, never copied before a filter accepts it.
/// </summary>
public readonly ref struct SegmentedFrame
{
    /// <summary>The bytes that are present, link-layer header first; at most <see cref="WireLength"/>.</summary>
    public FrameSegments Bytes { get; init; }

    /// <summary>Bytes the frame had on the wire.</summary>
    public uint WireLength { get; init; }

    /// <summary>Whole seconds since 1970-01-01 UTC [BUF-6].</summary>
    public long Seconds { get; init; }

    /// <summary>Nanoseconds within the second.</summary>
    public uint Nanoseconds { get; init; }

    /// <summary>Which way the frame went.</summary>
    public FrameDirection Direction { get; init; }

    /// <summary>A frame in one piece is one in several.</summary>
    public static implicit operator SegmentedFrame(in Frame frame) => new()
    {
        Bytes = new FrameSegments(frame.Bytes),
        WireLength = frame.WireLength,
        Seconds = frame.Seconds,
        Nanoseconds = frame.Nanoseconds,
        Direction = frame.Direction,
    };

    /// <summary>The same frame with a header in front, which counts in both lengths.</summary>
    internal SegmentedFrame Behind(ReadOnlySpan<byte> header) => Replace(Bytes.Behind(header), header.Length);

    /// <summary>The same frame with other bytes, <paramref name="addedLength"/> more than it had.</summary>
    internal SegmentedFrame Replace(FrameSegments replacement, int addedLength) => new()
    {
        Bytes = replacement,
        // A source that claims a frame of 4 GiB less a few bytes must not end up with a short one.
        WireLength = (uint)Math.Min(WireLength + (ulong)addedLength, uint.MaxValue),
        Seconds = Seconds,
        Nanoseconds = Nanoseconds,
        Direction = Direction,
    };
}

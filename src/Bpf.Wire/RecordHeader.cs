using System.Runtime.InteropServices;

namespace Bpf.Wire;

/// <summary>
/// The 32 bytes in front of every captured frame in a buffer, little endian, aligned to 8 [BUF-3].
/// <code>
///   0                   8                  16        20        24    26    28    30 31 32
///   +-------------------+-------------------+---------+---------+-----+-----+-----+--+--+
///   | seconds, i64      | fraction, i64     | captured| wire    | hdr | ifx |  0  |fl|dr|
///   +-------------------+-------------------+---------+---------+-----+-----+-----+--+--+
/// </code>
/// This is NetBSD's <c>struct bpf_hdr</c> on LP64 with its six bytes of padding put to use for the fields that OpenBSD added
/// (interface index, flags, drops). A reader steps by <see cref="HeaderLength"/> and <see cref="SizeOf"/>, never by a constant.
/// The layout is frozen by a test and drawn in docs/record-layout.md.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = Length)]
public readonly record struct RecordHeader
{
    /// <summary>Bytes in the header: 8 + 8 + 4 + 4 + 2 + 2 + 2 + 1 + 1.</summary>
    public const int Length = 32;

    /// <summary>Records start at multiples of this (BPF_ALIGNMENT).</summary>
    public const int Alignment = 8;

    /// <summary>The two bits of <see cref="Flags"/> that hold a <see cref="FrameDirection"/>.</summary>
    public const int DirectionShift = 4;

    /// <summary>Whole seconds since 1970-01-01 UTC.</summary>
    public long Seconds { get; init; }

    /// <summary>Microseconds or nanoseconds within the second, as the device's <see cref="TimestampFormat"/> says.</summary>
    public long Fraction { get; init; }

    /// <summary>Bytes of the frame that follow this header.</summary>
    public uint CapturedLength { get; init; }

    /// <summary>Bytes the frame had on the wire; never less than <see cref="CapturedLength"/>.</summary>
    public uint WireLength { get; init; }

    /// <summary>Bytes from the start of the header to the first captured byte.</summary>
    public ushort HeaderLength { get; init; }

    /// <summary>The interface's index in the capturing system; 0 when it has none.</summary>
    public ushort InterfaceIndex { get; init; }

    /// <summary>Always 0.</summary>
    public ushort Reserved { get; init; }

    /// <summary>Bits 4 and 5: the direction. All others 0.</summary>
    public byte Flags { get; init; }

    /// <summary>Frames that this device dropped since the record before this one; 255 means 255 or more.</summary>
    public byte DroppedBefore { get; init; }

    /// <summary>The direction in <see cref="Flags"/>.</summary>
    public FrameDirection Direction => (FrameDirection)((Flags >> DirectionShift) & 3);

    /// <summary>
    /// <see cref="Fraction"/> in nanoseconds, 0 to 999,999,999. A fraction outside its second, which only a damaged record has, is cut to it.
    /// </summary>
    public uint NanosecondsAs(TimestampFormat format) => format == TimestampFormat.Nanoseconds
        ? (uint)Math.Clamp(Fraction, 0, 999_999_999)
        : (uint)Math.Clamp(Fraction, 0, 999_999) * 1000;

    /// <summary>Bytes a record of <paramref name="capturedLength"/> occupies, padding included [BUF-4].</summary>
    public static long SizeOf(long capturedLength) => WordAlign(Length + capturedLength);

    /// <summary>Rounds up to the next multiple of <see cref="Alignment"/> (BPF_WORDALIGN).</summary>
    public static long WordAlign(long length) => (length + (Alignment - 1)) & ~(long)(Alignment - 1);
}

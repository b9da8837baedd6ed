using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary>
/// What stands before a frame in a ring block: <c>struct tpacket3_hdr</c> and, behind it, a <c>struct sockaddr_ll</c>. Host byte order
/// where nothing else is said.
/// <code>
///   0       4         8             12         16     20       24    26    28     32       36     48
///   | next  | seconds | nanoseconds | captured | wire | status | mac | net | hash | tag    | tpid | sockaddr_ll (20) … frame
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Length)]
internal struct RingFrameHeader
{
    /// <summary>Bytes in both structures; the frame starts behind them.</summary>
    public const int Length = 68;

    /// <summary>A bit of <see cref="Status"/>: <see cref="VlanControl"/> was taken out of the frame.</summary>
    public const uint VlanValid = 0x10;

    /// <summary>A bit of <see cref="Status"/>: <see cref="VlanProtocol"/> is known too.</summary>
    public const uint VlanProtocolValid = 0x40;

    /// <summary>From this header to the next one.</summary>
    [FieldOffset(0)]
    public uint NextOffset;

    [FieldOffset(4)]
    public uint Seconds;

    [FieldOffset(8)]
    public uint Nanoseconds;

    [FieldOffset(12)]
    public uint CapturedLength;

    [FieldOffset(16)]
    public uint WireLength;

    [FieldOffset(20)]
    public uint Status;

    /// <summary>From this header to the frame's first byte, whatever layer that is.</summary>
    [FieldOffset(24)]
    public ushort FrameOffset;

    [FieldOffset(32)]
    public uint VlanControl;

    [FieldOffset(36)]
    public ushort VlanProtocol;

    [FieldOffset(48)]
    public LinkLayerAddress Source;
}

using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary>
/// The front of a ring block: <c>struct tpacket_block_desc</c> with <c>struct tpacket_hdr_v1</c> in it, as far as a reader needs it.
/// <code>
///   0         4         8         12        16        20       24          32
///   | version | private | status  | frames  | first   | length | sequence, u64 | times of the first and last frame …
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Length)]
internal struct RingBlockHeader
{
    /// <summary>Bytes before the first frame can start.</summary>
    public const int Length = 48;

    /// <summary><see cref="Status"/>: the block is the kernel's to fill.</summary>
    public const uint OwnedByKernel = 0;

    /// <summary>A bit of <see cref="Status"/>: the block is the reader's.</summary>
    public const uint OwnedByUser = 1;

    [FieldOffset(8)]
    public uint Status;

    [FieldOffset(12)]
    public uint FrameCount;

    /// <summary>From the start of the block.</summary>
    [FieldOffset(16)]
    public uint FirstFrameOffset;
}

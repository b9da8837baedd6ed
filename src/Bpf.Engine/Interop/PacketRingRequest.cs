using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct tpacket_req3</c>: the shape of a ring.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketRingRequest
{
    public uint BlockBytes;
    public uint BlockCount;

    /// <summary>Version 3 packs frames of any size into a block; this only has to divide the block.</summary>
    public uint FrameBytes;

    public uint FrameCount;

    /// <summary>Milliseconds after which a block with any frame in it is handed over, full or not.</summary>
    public uint RetireTimeoutMs;

    public uint PrivateBytes;
    public uint Features;
}

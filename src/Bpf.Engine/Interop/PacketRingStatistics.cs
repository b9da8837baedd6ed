using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct tpacket_stats_v3</c>: what happened since the last time somebody asked.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketRingStatistics
{
    /// <summary>Frames meant for the ring, the dropped ones included.</summary>
    public uint Packets;

    public uint Drops;
    public uint Freezes;
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Bpf.Wire.Files;

/// <summary>
/// The 28 bytes in front of a packet's bytes in an enhanced packet block. Written in one go: a packet's block is what a recording makes a million of
/// in a second, and seven checked writes of a word each took as long as the copy of a small frame.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct PacketBlockHeader
{
    public uint Type;
    public uint TotalLength;
    public uint InterfaceId;
    public uint TimeHigh;
    public uint TimeLow;
    public uint CapturedLength;
    public uint WireLength;

    /// <summary>Little endian, on every machine.</summary>
    public readonly void WriteTo(Span<byte> destination)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Write(destination, in this);
            return;
        }

        ReadOnlySpan<uint> words = [Type, TotalLength, InterfaceId, TimeHigh, TimeLow, CapturedLength, WireLength];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(destination[(4 * i)..], words[i]);
    }
}

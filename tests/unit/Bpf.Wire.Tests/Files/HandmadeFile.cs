using System.Buffers.Binary;
using System.Text;

namespace Bpf.Wire.Tests.Files;

/// <summary>
/// Puts capture files together byte by byte in either byte order, from the format's description and not with the project's writers,
/// so that reader and writer cannot share a mistake.
/// </summary>
internal sealed class HandmadeFile(bool isBigEndian)
{
    private readonly List<byte> bytes = [];

    public byte[] ToArray() => [.. bytes];

    public int Length => bytes.Count;

    public HandmadeFile U16(ushort value)
    {
        var four = new byte[2];
        if (isBigEndian) BinaryPrimitives.WriteUInt16BigEndian(four, value);
        else BinaryPrimitives.WriteUInt16LittleEndian(four, value);
        bytes.AddRange(four);
        return this;
    }

    public HandmadeFile U32(uint value)
    {
        var four = new byte[4];
        if (isBigEndian) BinaryPrimitives.WriteUInt32BigEndian(four, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        bytes.AddRange(four);
        return this;
    }

    public HandmadeFile U64(ulong value) => isBigEndian ? U32((uint)(value >> 32)).U32((uint)value) : U32((uint)value).U32((uint)(value >> 32));

    public HandmadeFile Raw(params byte[] value)
    {
        bytes.AddRange(value);
        return this;
    }

    public HandmadeFile Padding()
    {
        while (bytes.Count % 4 != 0) bytes.Add(0);
        return this;
    }

    public HandmadeFile PcapHeader(uint magic, uint linkType = 1, ushort minor = 4) =>
        U32(magic).U16(2).U16(minor).U32(0).U32(0).U32(65_535).U32(linkType);

    public HandmadeFile PcapPacket(uint seconds, uint fraction, uint wire, params byte[] frame) =>
        U32(seconds).U32(fraction).U32((uint)frame.Length).U32(wire).Raw(frame);

    public HandmadeFile Block(uint type, Action<HandmadeFile> body)
    {
        var inner = new HandmadeFile(isBigEndian);
        body(inner);
        inner.Padding();
        return U32(type).U32((uint)inner.Length + 12).Raw(inner.ToArray()).U32((uint)inner.Length + 12);
    }

    public HandmadeFile Option(ushort code, params byte[] value) => U16(code).U16((ushort)value.Length).Raw(value).Padding();

    public HandmadeFile Option(ushort code, string value) => Option(code, Encoding.UTF8.GetBytes(value));

    public HandmadeFile Option32(ushort code, uint value) => U16(code).U16(4).U32(value);

    public HandmadeFile Option64(ushort code, ulong value) => U16(code).U16(8).U64(value);

    public HandmadeFile EndOfOptions() => U32(0);

    public HandmadeFile Section(ushort major = 1) => Block(0x0A0D0D0A, b => b.U32(0x1A2B3C4D).U16(major).U16(0).U64(ulong.MaxValue));

    public HandmadeFile Interface(ushort linkType = 1, uint snapLength = 0, Action<HandmadeFile>? options = null) =>
        Block(1, b =>
        {
            b.U16(linkType).U16(0).U32(snapLength);
            options?.Invoke(b);
        });

    public HandmadeFile EnhancedPacket(uint interfaceId, ulong ticks, uint wire, byte[] frame, Action<HandmadeFile>? options = null) =>
        Block(6, b =>
        {
            b.U32(interfaceId).U32((uint)(ticks >> 32)).U32((uint)ticks).U32((uint)frame.Length).U32(wire).Raw(frame).Padding();
            options?.Invoke(b);
        });
}

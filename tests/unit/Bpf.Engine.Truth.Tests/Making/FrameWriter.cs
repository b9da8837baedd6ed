using System.Buffers.Binary;

namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>Writes numbers in network order, one behind the other.</summary>
internal ref struct FrameWriter(Span<byte> whole)
{
    /// <summary>All of the room.</summary>
    public readonly Span<byte> Whole = whole;

    /// <summary>Bytes written.</summary>
    public int Length;

    public void Byte(int value) => Whole[Length++] = (byte)value;

    public void Half(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(Whole[Length..], (ushort)value);
        Length += 2;
    }

    public void Word(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(Whole[Length..], value);
        Length += 4;
    }

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Whole[Length..]);
        Length += bytes.Length;
    }
}

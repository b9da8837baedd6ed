using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace WebCap.Capture.MessagePack;

/// <summary>Writes the part of the MessagePack format that hub messages need. Numbers are big endian, as the format has it.</summary>
internal readonly ref struct MessagePackWriter(IBufferWriter<byte> output)
{
    public void WriteArrayHeader(int count)
    {
        if (count < 16) WriteByte((byte)(0x90 | count));
        else WriteHead(0xdc, (ushort)count);
    }

    public void WriteMapHeader(int count)
    {
        if (count < 16) WriteByte((byte)(0x80 | count));
        else WriteHead(0xde, (ushort)count);
    }

    public void WriteNil() => WriteByte(0xc0);

    public void Write(bool value) => WriteByte(value ? (byte)0xc3 : (byte)0xc2);

    public void Write(long value)
    {
        if (value is >= 0 and < 128)
        {
            WriteByte((byte)value);
            return;
        }

        if (value is >= int.MinValue and <= int.MaxValue)
        {
            var small = output.GetSpan(5);
            small[0] = 0xd2;
            BinaryPrimitives.WriteInt32BigEndian(small[1..], (int)value);
            output.Advance(5);
            return;
        }

        var span = output.GetSpan(9);
        span[0] = 0xd3;
        BinaryPrimitives.WriteInt64BigEndian(span[1..], value);
        output.Advance(9);
    }

    public void Write(double value)
    {
        var span = output.GetSpan(9);
        span[0] = 0xcb;
        BinaryPrimitives.WriteDoubleBigEndian(span[1..], value);
        output.Advance(9);
    }

    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        var byteCount = Encoding.UTF8.GetByteCount(value);
        if (byteCount < 32) WriteByte((byte)(0xa0 | byteCount));
        else if (byteCount <= ushort.MaxValue) WriteHead(0xda, (ushort)byteCount);
        else WriteHead(0xdb, (uint)byteCount);
        Encoding.UTF8.GetBytes(value, output);
    }

    /// <summary>The head of a byte array; its bytes follow by other means.</summary>
    public void WriteBinaryHeader(int length)
    {
        if (length <= byte.MaxValue)
        {
            WriteByte(0xc4);
            WriteByte((byte)length);
        }
        else if (length <= ushort.MaxValue)
        {
            WriteHead(0xc5, (ushort)length);
        }
        else
        {
            WriteHead(0xc6, (uint)length);
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        WriteBinaryHeader(bytes.Length);
        output.Write(bytes);
    }

    private void WriteByte(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private void WriteHead(byte code, ushort count)
    {
        var span = output.GetSpan(3);
        span[0] = code;
        BinaryPrimitives.WriteUInt16BigEndian(span[1..], count);
        output.Advance(3);
    }

    private void WriteHead(byte code, uint count)
    {
        var span = output.GetSpan(5);
        span[0] = code;
        BinaryPrimitives.WriteUInt32BigEndian(span[1..], count);
        output.Advance(5);
    }
}

using System.Buffers.Binary;

namespace Packet.Dissect.Cursor;

/// <summary>The checksum of RFC 1071: the ones' complement sum of 16-bit words.</summary>
internal static class InternetChecksum
{
    /// <summary>Adds bytes to a running sum; an odd last byte counts as the upper half of a word.</summary>
    internal static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        var i = 0;
        for (; i + 1 < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
            // A packet has up to 2^31 bytes; folding now and then keeps the sum from overflowing.
            if (sum > 0x7fffffff) sum = (sum & 0xffff) + (sum >> 16);
        }

        if (i < bytes.Length) sum += (uint)bytes[i] << 8;
        return sum;
    }

    /// <summary>The checksum that belongs to a sum; 0 when the summed bytes include a right one.</summary>
    internal static ushort Finish(uint sum)
    {
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}

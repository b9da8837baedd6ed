using System.Buffers.Binary;
using Bpf.Wire;

namespace Packet.Dissect.Tests.Support;

/// <summary>Frames made by hand for tests that need one of a kind. Checksums are 0.</summary>
internal static class Frames
{
    internal const ushort Syn = 0x02, Rst = 0x04, Psh = 0x08, Ack = 0x10;

    internal static byte[] Udp(ushort sourcePort, ushort destinationPort, ReadOnlySpan<byte> payload)
    {
        var segment = new byte[8 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(4), (ushort)segment.Length);
        payload.CopyTo(segment.AsSpan(8));
        return IPv4(0x0a000001, 0x0a000002, 17, segment);
    }

    internal static byte[] Tcp(uint source, uint destination, ushort sourcePort, ushort destinationPort, uint sequence, uint acknowledgement, ushort flags, ReadOnlySpan<byte> payload)
    {
        var segment = new byte[20 + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), destinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(8), acknowledgement);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(12), (ushort)(0x5000 | flags));
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(14), 1000);
        payload.CopyTo(segment.AsSpan(20));
        return IPv4(source, destination, 6, segment);
    }

    internal static byte[] Echo(bool isReply, ushort identifier, ushort sequence)
    {
        var message = new byte[8];
        message[0] = (byte)(isReply ? 0 : 8);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(4), identifier);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(6), sequence);
        return isReply ? IPv4(0x0a000002, 0x0a000001, 1, message) : IPv4(0x0a000001, 0x0a000002, 1, message);
    }

    internal static byte[] IPv4(uint source, uint destination, byte protocol, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[34 + payload.Length];
        frame[12] = 0x08;
        frame[14] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), (ushort)(20 + payload.Length));
        frame[22] = 64;
        frame[23] = protocol;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(26), source);
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(30), destination);
        payload.CopyTo(frame.AsSpan(34));
        return frame;
    }

    /// <summary>Between 2001:db8::1 and 2001:db8::2; <paramref name="payload"/> begins with what <paramref name="nextHeader"/> says.</summary>
    internal static byte[] IPv6(byte nextHeader, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[54 + payload.Length];
        frame[12] = 0x86;
        frame[13] = 0xdd;
        frame[14] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)payload.Length);
        frame[20] = nextHeader;
        frame[21] = 64;
        Convert.FromHexString("20010db8000000000000000000000001" + "20010db8000000000000000000000002").CopyTo(frame, 22);
        payload.CopyTo(frame.AsSpan(54));
        return frame;
    }

    /// <summary>The frame with a VLAN tag put in; more calls put more tags in front.</summary>
    internal static byte[] Tagged(byte[] frame, ushort type, ushort tag)
    {
        var tagged = new byte[frame.Length + 4];
        frame.AsSpan(0, 12).CopyTo(tagged);
        BinaryPrimitives.WriteUInt16BigEndian(tagged.AsSpan(12), type);
        BinaryPrimitives.WriteUInt16BigEndian(tagged.AsSpan(14), tag);
        frame.AsSpan(12).CopyTo(tagged.AsSpan(16));
        return tagged;
    }

    internal static PacketInput Packet(long number, ReadOnlySpan<byte> frame) => new()
    {
        Number = number,
        TimeNanoseconds = number * 1_000_000,
        LinkType = LinkType.Ethernet,
        WireLength = (uint)frame.Length,
        Bytes = frame,
    };
}

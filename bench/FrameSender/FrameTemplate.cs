using System.Buffers.Binary;

namespace FrameSender;

/// <summary>
/// The frame that all others are copies of: Ethernet, IPv4, UDP, then 16 bytes that change from frame to frame and zeros.
/// <code>
///   0        14        34      42           50            58
///   | Ethernet | IPv4    | UDP   | sequence   | time, ns    | zeros … |
/// </code>
/// </summary>
internal static class FrameTemplate
{
    public const int SequenceOffset = IpOffset + IpHeaderLength + UdpHeaderLength;
    public const int TimeOffset = SequenceOffset + sizeof(ulong);
    public const int SmallestFrame = TimeOffset + sizeof(ulong);

    // IPv4's total length is 16 bits wide.
    public const int LargestFrame = IpOffset + ushort.MaxValue;

    private const int IpOffset = 14;
    private const int IpHeaderLength = 20;
    private const int UdpHeaderLength = 8;
    private const int UdpOffset = IpOffset + IpHeaderLength;

    public static byte[] Build(SenderOptions options)
    {
        var frame = new byte[options.FrameBytes];
        options.DestinationMac.GetAddressBytes().CopyTo(frame, 0);
        options.SourceMac.GetAddressBytes().CopyTo(frame, 6);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x0800);

        var ip = frame.AsSpan(IpOffset, IpHeaderLength);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(frame.Length - IpOffset));
        // Don't fragment, so that an identification of 0 is right for every frame and the header checksum is one for all.
        BinaryPrimitives.WriteUInt16BigEndian(ip[6..], 0x4000);
        ip[8] = 64;
        ip[9] = 17;
        options.SourceIp.GetAddressBytes().CopyTo(ip[12..]);
        options.DestinationIp.GetAddressBytes().CopyTo(ip[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip));

        var udp = frame.AsSpan(UdpOffset);
        BinaryPrimitives.WriteUInt16BigEndian(udp, options.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], options.DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        // Its checksum stays 0, "none" (RFC 768): the payload changes with every frame.
        return frame;
    }

    // RFC 1071, over a header whose checksum field is still 0.
    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}

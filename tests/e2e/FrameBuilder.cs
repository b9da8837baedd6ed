using System.Buffers.Binary;
using System.Text;

namespace WebCap.E2e;

/// <summary>Frames that tests send: documentation addresses, real checksums where a reader checks them.</summary>
internal static class FrameBuilder
{
    private const int EthernetLength = 14;
    private const int Ipv4Length = 20;
    private const int UdpLength = 8;
    private const int TcpLength = 20;
    private const byte TcpPushAcknowledge = 0x18;

    /// <summary>A UDP datagram from 198.51.100.1 to 198.51.100.2 in an Ethernet frame, with a VLAN tag if asked for.</summary>
    public static byte[] Udp(ushort sourcePort, ushort destinationPort, ReadOnlySpan<byte> payload, ushort? vlan = null)
    {
        var tagLength = vlan is null ? 0 : 4;
        var frame = new byte[EthernetLength + tagLength + Ipv4Length + UdpLength + payload.Length];
        byte[] addresses = [0x02, 0, 0, 0, 0, 0x02, 0x02, 0, 0, 0, 0, 0x01];
        addresses.CopyTo(frame, 0);
        if (vlan is { } tag)
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x8100);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(14), tag);
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12 + tagLength), 0x0800);
        var ip = frame.AsSpan(EthernetLength + tagLength);
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)ip.Length);
        ip[8] = 64;
        ip[9] = 17;
        ((ReadOnlySpan<byte>)[198, 51, 100, 1, 198, 51, 100, 2]).CopyTo(ip[12..]);
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip[..Ipv4Length]));
        var udp = ip[Ipv4Length..];
        BinaryPrimitives.WriteUInt16BigEndian(udp, sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        payload.CopyTo(udp[UdpLength..]);
        return frame;
    }

    /// <summary>A TCP segment with data, from 198.51.100.1 to 198.51.100.2, in an Ethernet frame.</summary>
    public static byte[] Tcp(ushort sourcePort, ushort destinationPort, uint sequence, ReadOnlySpan<byte> payload)
    {
        var frame = Udp(sourcePort, destinationPort, new byte[TcpLength - UdpLength + payload.Length]);
        var ip = frame.AsSpan(EthernetLength);
        ip[9] = 6;
        ip[10] = ip[11] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(ip[10..], Checksum(ip[..Ipv4Length]));
        var tcp = ip[Ipv4Length..];
        BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], 1);
        tcp[12] = (TcpLength / 4) << 4;
        tcp[13] = TcpPushAcknowledge;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], 0xffff);
        payload.CopyTo(tcp[TcpLength..]);
        return frame;
    }

    /// <summary>A DNS query for an A record; each label is any text of 1 to 63 bytes.</summary>
    public static byte[] DnsQuery(ushort id, params string[] labels)
    {
        List<byte> message = [(byte)(id >> 8), (byte)id, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (var label in labels)
        {
            var bytes = Encoding.UTF8.GetBytes(label);
            message.Add((byte)bytes.Length);
            message.AddRange(bytes);
        }

        message.AddRange([0, 0, 1, 0, 1]);
        return [.. message];
    }

    private static ushort Checksum(ReadOnlySpan<byte> header)
    {
        uint sum = 0;
        for (var i = 0; i < header.Length; i += 2) sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}

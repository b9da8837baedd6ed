using System.Net;

namespace WebCap.Processes;

/// <summary>
/// The five-tuple of a socket as its own machine sees it. IPv4 addresses are mapped (::ffff:a.b.c.d), because an IPv6 socket that speaks IPv4 has
/// them like that and its packets do not.
/// </summary>
internal readonly record struct SocketKey(SocketProtocol Protocol, UInt128 LocalAddress, ushort LocalPort, UInt128 RemoteAddress, ushort RemotePort)
{
    private static readonly UInt128 MappedPrefix = new(0, 0xFFFF_0000_0000);

    /// <summary>An IPv4 address in the form that keys have.</summary>
    public static UInt128 Map(uint address) => MappedPrefix | address;

    /// <summary>An address as people write it.</summary>
    public static string TextOf(UInt128 address)
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
        var isMapped = address >> 32 == 0xFFFF;
        return new IPAddress(isMapped ? bytes[12..] : bytes).ToString();
    }

    /// <summary>Orders lists: by protocol, then by the local end, then by the other.</summary>
    public static int Compare(SocketKey left, SocketKey right)
    {
        var order = left.Protocol.CompareTo(right.Protocol);
        if (order == 0) order = left.LocalPort.CompareTo(right.LocalPort);
        if (order == 0) order = left.LocalAddress.CompareTo(right.LocalAddress);
        if (order == 0) order = left.RemoteAddress.CompareTo(right.RemoteAddress);
        return order == 0 ? left.RemotePort.CompareTo(right.RemotePort) : order;
    }
}

namespace Packet.Dissect.Cursor;

/// <summary>What the layers of one packet found out that decides its colour.</summary>
[Flags]
internal enum PacketFacts
{
    None = 0,
    Arp = 1 << 0,
    Icmp = 1 << 1,
    IcmpError = 1 << 2,
    Tcp = 1 << 3,
    TcpReset = 1 << 4,
    TcpSynFin = 1 << 5,
    TcpBad = 1 << 6,
    TtlUnexpected = 1 << 7,
    Http = 1 << 8,
    Udp = 1 << 9,
    GroupDestination = 1 << 10,
    Routing = 1 << 11,
}

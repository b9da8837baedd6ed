using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

// Sockets: the packet socket and its ring (packet(7), linux/if_packet.h), and the link notices of rtnetlink(7).
internal static unsafe partial class Libc
{
    public const int FamilyUnix = 1;
    public const int FamilyInternet = 2;
    public const int FamilyInternet6 = 10;
    public const int FamilyNetlink = 16;
    public const int FamilyPacket = 17;

    public const int SocketDatagram = 2;
    public const int SocketRaw = 3;
    public const int SocketNonBlocking = 0x800;
    public const int SocketCloseOnExec = 0x80000;

    public const int LevelSocket = 1;
    public const int SocketError = 4;
    public const int LevelPacket = 263;

    public const int PacketAddMembership = 1;
    public const int PacketDropMembership = 2;
    public const int PacketReceiveRing = 5;
    public const int PacketStatistics = 6;
    public const int PacketVersion = 10;
    public const int PacketReserve = 12;

    /// <summary>The third version of the ring: blocks that are handed over whole.</summary>
    public const int RingVersion3 = 2;

    /// <summary>A membership that asks for every frame on the medium.</summary>
    public const ushort MembershipPromiscuous = 1;

    /// <summary>Every protocol, in host byte order; bind wants it in network byte order.</summary>
    public const ushort EveryProtocol = 0x0003;

    public const int NetlinkRoute = 0;

    /// <summary>The multicast group that tells of links that come, change and go.</summary>
    public const uint LinkGroup = 1;

    /// <summary>For this one call, do not wait.</summary>
    public const int MessageDontWait = 0x40;

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    public static partial Descriptor OpenSocket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(Descriptor socket, void* address, uint length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetSocketName(Descriptor socket, void* address, uint* length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(Descriptor socket, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(Descriptor socket, int level, int name, void* value, uint* length);

    [LibraryImport(Library, EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(Descriptor socket, void* bytes, nuint length, int flags, void* address, uint addressLength);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(Descriptor socket, void* bytes, nuint length, int flags);
}

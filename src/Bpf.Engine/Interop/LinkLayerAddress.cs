using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct sockaddr_ll</c>: an interface, and in received frames where they came from and how.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LinkLayerAddress
{
    /// <summary>The longest hardware address that fits.</summary>
    public const int MaxAddressLength = 8;

    public ushort Family;

    /// <summary>EtherType, network byte order.</summary>
    public ushort Protocol;

    /// <summary>-1 on a socket whose interface has gone.</summary>
    public int InterfaceIndex;

    /// <summary>ARPHRD number.</summary>
    public ushort HardwareType;

    /// <summary>0 to this host, 1 broadcast, 2 multicast, 3 to another host, 4 outgoing.</summary>
    public byte PacketType;

    public byte AddressLength;
    public fixed byte Address[MaxAddressLength];
}

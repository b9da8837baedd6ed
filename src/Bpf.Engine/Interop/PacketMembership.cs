using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct packet_mreq</c>: what else than its own frames a socket asks an interface for.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PacketMembership
{
    public int InterfaceIndex;
    public ushort Type;
    public ushort AddressLength;
    public fixed byte Address[LinkLayerAddress.MaxAddressLength];
}

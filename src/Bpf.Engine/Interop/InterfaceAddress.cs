using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct ifaddrs</c>: one address of one interface, in a list that the C library owns.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct InterfaceAddress
{
    public InterfaceAddress* Next;
    public byte* Name;
    public uint Flags;

    /// <summary>Starts with its family, 16 bits; null for an interface without an address.</summary>
    public byte* Address;

    public byte* Netmask;
    public byte* Destination;
    public void* Data;
}

using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

/// <summary><c>struct ifreq</c>, of whose union a number and a hardware address are used here.</summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
internal unsafe struct InterfaceRequest
{
    /// <summary>Bytes of a name, the NUL included (IFNAMSIZ).</summary>
    public const int NameLength = 16;

    /// <summary>Bytes of an address that a socket address has room for.</summary>
    public const int LongestHardwareAddress = 14;

    [FieldOffset(0)]
    public fixed byte Name[NameLength];

    [FieldOffset(NameLength)]
    public int Value;

    /// <summary>ARPHRD number: the family of the socket address that answers a question for the hardware address.</summary>
    [FieldOffset(NameLength)]
    public ushort HardwareType;

    /// <summary>The address behind that family.</summary>
    [FieldOffset(NameLength + sizeof(ushort))]
    public fixed byte HardwareAddress[LongestHardwareAddress];
}

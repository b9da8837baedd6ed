using System.Runtime.InteropServices;

namespace Bpf.Engine.Interop;

// Links: what network interfaces there are and how they are (netdevice(7), getifaddrs(3), linux/if_arp.h).
internal static unsafe partial class Libc
{
    // ioctls about the interface that the request names.
    public const nuint GetName = 0x8910;
    public const nuint GetFlags = 0x8913;
    public const nuint GetMtu = 0x8921;
    public const nuint GetHardwareAddress = 0x8927;
    public const nuint GetIndex = 0x8933;

    public const uint FlagUp = 0x1;
    public const uint FlagLoopback = 0x8;
    public const uint FlagRunning = 0x40;

    public const ushort HardwareEthernet = 1;
    public const ushort HardwareRawIp = 519;
    public const ushort HardwareTunnel = 768;
    public const ushort HardwareTunnel6 = 769;
    public const ushort HardwareLoopback = 772;
    public const ushort HardwareSit = 776;
    public const ushort HardwareNone = 0xFFFE;

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    public static partial int Control(Descriptor socket, nuint request, void* argument);

    /// <summary>0 when there is no interface of that name in the calling thread's network namespace.</summary>
    [LibraryImport(Library, EntryPoint = "if_nametoindex", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial uint IndexOfInterface(string name);

    /// <summary>On success <see cref="FreeInterfaceAddresses"/> is owed.</summary>
    [LibraryImport(Library, EntryPoint = "getifaddrs", SetLastError = true)]
    public static partial int GetInterfaceAddresses(InterfaceAddress** first);

    [LibraryImport(Library, EntryPoint = "freeifaddrs")]
    public static partial void FreeInterfaceAddresses(InterfaceAddress* first);
}

using System.Net;
using System.Net.NetworkInformation;
using System.Runtime.InteropServices;
using Bpf.Engine.Device;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// What the kernel says about the interfaces of the calling thread's network namespace. Everything comes by system calls and nothing from
/// /sys, which a process in a namespace may see mounted from another.
/// </summary>
internal static unsafe class LiveInterfaces
{
    /// <summary>Every interface, by index; empty on a system that is not Linux. A kernel that refuses is <paramref name="errno"/>.</summary>
    public static IReadOnlyList<LinkSnapshot> Read(out Errno errno)
    {
        errno = Errno.OK;
        if (!OperatingSystem.IsLinux()) return [];
        InterfaceAddress* first;
        if (Libc.GetInterfaceAddresses(&first) < 0)
        {
            errno = Libc.LastErrno;
            return [];
        }

        try
        {
            // Any socket answers questions about interfaces; one of this family exists wherever Linux does.
            using var questions = Libc.OpenSocket(Libc.FamilyUnix, Libc.SocketDatagram | Libc.SocketCloseOnExec, 0);
            if (questions.IsInvalid)
            {
                errno = Libc.LastErrno;
                return [];
            }

            return Collect(first, questions);
        }
        finally
        {
            Libc.FreeInterfaceAddresses(first);
        }
    }

    /// <summary>The index of a name, 0 when there is none: cheap, and never out of date.</summary>
    public static int IndexOf(string name) => OperatingSystem.IsLinux() ? (int)Libc.IndexOfInterface(name) : 0;

    // The list has one entry a link (family packet) and one for each of its addresses, all under the link's name.
    private static List<LinkSnapshot> Collect(InterfaceAddress* first, Descriptor questions)
    {
        var addresses = new Dictionary<string, List<IPAddress>>(StringComparer.Ordinal);
        for (var entry = first; entry != null; entry = entry->Next)
        {
            if (ReadAddress(entry->Address) is not { } address) continue;
            // An address may carry a label, "eth0:1"; what stands before the colon is the interface.
            var name = NameOf(entry).Split(':')[0];
            if (!addresses.TryGetValue(name, out var list)) addresses[name] = list = [];
            list.Add(address);
        }

        var links = new List<LinkSnapshot>();
        for (var entry = first; entry != null; entry = entry->Next)
        {
            // A link without a hardware address, as tunnels are, has an entry without an address.
            if (FamilyOf(entry->Address) is not (Libc.FamilyPacket or 0)) continue;
            if (ReadLink(entry, questions) is not { } link) continue;
            links.Add(addresses.TryGetValue(link.Name, out var list) ? link with { Addresses = list } : link);
        }

        links.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return links;
    }

    // Null when the interface went away between the list and the questions.
    private static LinkSnapshot? ReadLink(InterfaceAddress* entry, Descriptor questions)
    {
        var name = NameOf(entry);
        if (name.Length is 0 or > NetworkInterface.MaxNameLength) return null;
        InterfaceRequest index, mtu, hardware;
        if (!Ask(Libc.GetIndex, entry->Name, questions, &index)
            || !Ask(Libc.GetMtu, entry->Name, questions, &mtu)
            || !Ask(Libc.GetHardwareAddress, entry->Name, questions, &hardware)) return null;
        return new LinkSnapshot
        {
            Name = name,
            Index = index.Value,
            HardwareType = hardware.HardwareType,
            Flags = entry->Flags,
            Mtu = mtu.Value,
            HardwareAddress = ReadHardwareAddress(entry->Address),
            Addresses = [],
        };
    }

    private static bool Ask(nuint question, byte* name, Descriptor questions, InterfaceRequest* request)
    {
        *request = default;
        // SAFETY: at most 15 bytes are copied, and the structure starts as zeros, so a NUL follows them.
        for (var i = 0; i < InterfaceRequest.NameLength - 1 && name[i] != 0; i++) request->Name[i] = name[i];
        return Libc.Control(questions, question, request) == 0;
    }

    private static string NameOf(InterfaceAddress* entry) => Marshal.PtrToStringUTF8((nint)entry->Name) ?? "";

    private static int FamilyOf(byte* address) => address == null ? 0 : *(ushort*)address;

    private static IPAddress? ReadAddress(byte* address)
    {
        // SAFETY: the C library gives an address of these families its whole structure: 16 bytes with the address at 4, and 28 with the
        // address at 8 and the scope at 24.
        switch (FamilyOf(address))
        {
            case Libc.FamilyInternet:
                return new IPAddress(new ReadOnlySpan<byte>(address + 4, 4));
            case Libc.FamilyInternet6:
                return new IPAddress(new ReadOnlySpan<byte>(address + 8, 16), *(uint*)(address + 24));
            default:
                return null;
        }
    }

    private static PhysicalAddress ReadHardwareAddress(byte* address)
    {
        if (FamilyOf(address) != Libc.FamilyPacket) return PhysicalAddress.None;
        // SAFETY: the C library gives an address of this family its whole structure, and the length is clamped to the structure's own
        // field; longer addresses (InfiniBand has 20 bytes) are shown by their start.
        var link = (LinkLayerAddress*)address;
        var bytes = new ReadOnlySpan<byte>(link->Address, Math.Min(link->AddressLength, (byte)LinkLayerAddress.MaxAddressLength));
        return new PhysicalAddress(bytes.ToArray());
    }
}

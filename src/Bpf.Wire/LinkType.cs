namespace Bpf.Wire;

/// <summary>
/// The link-layer header that a frame starts with, as capture files number it (the tcpdump.org LINKTYPE_ registry).
/// A DLT_ number inside a kernel may differ (raw IP is 12 on Linux and 101 in a file); WebCap keeps the file's number everywhere.
/// </summary>
public enum LinkType : ushort
{
    /// <summary>BSD loopback: a 4-byte address family in the byte order of the capturing host.</summary>
    Null = 0,

    /// <summary>IEEE 802.3 Ethernet, from the destination address on, without the frame check sequence.</summary>
    Ethernet = 1,

    /// <summary>Raw IPv4 or IPv6: the version nibble tells which.</summary>
    Raw = 101,

    /// <summary>OpenBSD loopback: a 4-byte address family in network byte order.</summary>
    Loop = 108,

    /// <summary>Linux cooked capture, version 1: a 16-byte header.</summary>
    LinuxSll = 113,

    /// <summary>Raw IPv4.</summary>
    IPv4 = 228,

    /// <summary>Raw IPv6.</summary>
    IPv6 = 229,

    /// <summary>Linux cooked capture, version 2: a 20-byte header.</summary>
    LinuxSll2 = 276,
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace WebCap.Capture;

/// <summary>
/// The traffic between the service and those who watch a device. Captured, it would feed itself: what is sent to a viewer is captured and sent
/// again, a little more each time. So a device can leave it out, by terms of its filter program that are shown and can be removed: one for whoever
/// opened it, and one for each further address that somebody watches from, up to <see cref="MaxViewers"/>. A term stays when its viewer has gone;
/// it leaves out nothing then.
/// </summary>
internal static class OwnTraffic
{
    /// <summary>
    /// Addresses that one device leaves out. Each costs every frame a few instructions and counts two of an expression's hundred conditions; those
    /// beyond it are captured like anybody's traffic.
    /// </summary>
    public const int MaxViewers = 8;

    /// <summary>The term, as pcap-filter(7) has it: everything but this connection's two ends. Empty when the ends are not known.</summary>
    public static string Exclusion(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is not { } viewer || connection.LocalPort == 0) return "";
        if (viewer.IsIPv4MappedToIPv6) viewer = viewer.MapToIPv4();
        // A zone is no part of an address on the wire.
        else if (viewer.AddressFamily == AddressFamily.InterNetworkV6 && viewer.ScopeId != 0) viewer = new IPAddress(viewer.GetAddressBytes());
        return string.Create(CultureInfo.InvariantCulture, $"not (host {viewer} and tcp port {connection.LocalPort})");
    }

    /// <summary>
    /// The user's expression and the term. The expression must have been compiled by itself before: in brackets, text such as
    /// <c>a) or (b</c> would come to mean something. The term stands first, because in some expressions ("vlan") whatever stands after them looks
    /// at other bytes.
    /// </summary>
    public static string Join(string expression, string exclusion) => (expression, exclusion) switch
    {
        (_, "") => expression,
        ("", _) => exclusion,
        _ => $"{exclusion} and ({expression})",
    };
}

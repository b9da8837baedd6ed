using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using WebCap.Configuration;

namespace WebCap.Security;

/// <summary>
/// The names under which a request may ask for this server. A page of another site can have its own name resolve to this machine (DNS
/// rebinding) and would then count as this site; it cannot make the browser ask for one of these names.
/// </summary>
internal static class HostNames
{
    public static IReadOnlyList<string> Allowed(WebCapOptions options)
    {
        List<string> names = ["localhost", "127.0.0.1", "[::1]", .. options.AllowedHosts];
        var address = options.Address.Address;
        if (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
        {
            // Every address of this machine is the bound address. One that it gets later needs --allowed-hosts or a restart.
            names.Add(Dns.GetHostName());
            names.AddRange(NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => NameOf(unicast.Address)));
        }
        else
        {
            names.Add(NameOf(address));
        }

        return [.. names.Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    private static string NameOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{new IPAddress(address.GetAddressBytes())}]" : address.ToString();
}

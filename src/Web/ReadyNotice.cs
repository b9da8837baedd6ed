using System.Net;
using Bpf.Engine.Interfaces;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using WebCap.Configuration;
using WebCap.Security;

namespace WebCap;

/// <summary>
/// What is printed once the server listens. The token stands in the address's fragment, which browsers send nowhere, so that it reaches no log.
/// </summary>
internal static class ReadyNotice
{
    public static IEnumerable<string> Lines(IServiceProvider services)
    {
        var options = services.GetRequiredService<WebCapOptions>();
        var address = AddressOf(services, options);
        yield return services.GetRequiredService<StartToken>().Text is { } token
            ? $"WebCap is ready: {address}#token={token}"
            : $"WebCap is ready: {address} (sign in with the token that was set)";
        if (!IPAddress.IsLoopback(options.Address.Address))
            yield return $"Browsers reach it under these names, and others given with --allowed-hosts: {string.Join(", ", HostNames.Allowed(options))}.";

        var catalog = services.GetRequiredService<InterfaceCatalog>();
        var live = string.Join(", ", catalog.List().Where(each => each.Kind == InterfaceKind.Live).Select(each => each.Name));
        yield return catalog.LiveUnavailable is { } obstacle ? $"Live interfaces cannot be watched. {obstacle}" : $"Live interfaces: {live}.";
    }

    private static Uri AddressOf(IServiceProvider services, WebCapOptions options)
    {
        // Port 0 is known only now.
        var bound = services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var port = new Uri(bound).Port;
        var address = options.Address.Address;
        if (address.Equals(IPAddress.Any)) address = IPAddress.Loopback;
        if (address.Equals(IPAddress.IPv6Any)) address = IPAddress.IPv6Loopback;
        return new UriBuilder(options.UsesTls ? Uri.UriSchemeHttps : Uri.UriSchemeHttp, address.ToString(), port, "/").Uri;
    }
}

using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;

namespace WebCap.Client;

/// <summary>
/// Serves the browser client: the files that the build of Web.Client lays beside the server, by the manifest that lies with them. The manifest names
/// every route, its compressed forms, entity tag and caching; ASP.NET Core's static assets do the rest (negotiation, HEAD, ranges, 304).
/// The files hold no secrets and answer without sign-in; whatever the page then asks for does not.
/// </summary>
internal static class ClientEndpoints
{
    private const string ManifestFile = "client.endpoints.json";

    /// <summary>The route that answers the client's own addresses, so that a reload or a shared link opens the page it names.</summary>
    private const string PageRoute = "{**page:nonfile}";

    public static void MapClient(this WebApplication app) => app.MapClient(AppContext.BaseDirectory);

    /// <param name="app">The host.</param>
    /// <param name="folder">Where the client was laid: holds <c>wwwroot</c> and the manifest.</param>
    internal static void MapClient(this WebApplication app, string folder)
    {
        app.Environment.WebRootFileProvider = new PhysicalFileProvider(Path.Combine(folder, "wwwroot"));
        app.MapStaticAssets(Path.Combine(folder, ManifestFile))
            .AllowAnonymous()
            .Add(GiveWayToEverythingElse);
    }

    private static void GiveWayToEverythingElse(EndpointBuilder builder)
    {
        if (builder is RouteEndpointBuilder { RoutePattern.RawText: PageRoute } page)
        {
            page.Order = int.MaxValue;
            page.RoutePattern = RoutePatternFactory.Parse(PageRoute, defaults: null, parameterPolicies: new { page = new PageConstraint() });
        }
    }
}

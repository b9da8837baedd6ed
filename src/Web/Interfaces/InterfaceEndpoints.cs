using Bpf.Engine.Interfaces;
using WebCap.Security;

namespace WebCap.Interfaces;

/// <summary>/api/interfaces: what devices can be attached to.</summary>
internal static class InterfaceEndpoints
{
    public static IEndpointRouteBuilder MapInterfaces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/interfaces", List).RequireAuthorization(Policies.Viewer);
        return routes;
    }

    private static IEnumerable<InterfaceView> List(HttpContext context, InterfaceCatalog catalog)
    {
        var grant = HttpContextOwner.GrantOf(context);
        return catalog.List().Select(InterfaceView.Of).Select(view =>
            grant is null || grant.Allows(view.Name) ? view : view with { Unavailable = "Your token does not allow this interface." });
    }
}

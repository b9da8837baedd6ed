using Bpf.Engine.Interfaces;
using WebCap.Security;

namespace WebCap.Interfaces;

/// <summary>/api/interfaces: what devices can be attached to.</summary>
internal static class InterfaceEndpoints
{
    public static IEndpointRouteBuilder MapInterfaces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/interfaces", (InterfaceCatalog catalog) => catalog.List().Select(InterfaceView.Of)).RequireAuthorization(Policies.Viewer);
        return routes;
    }
}

using Bpf.Engine.Interfaces;
using WebCap.Description;
using WebCap.Rewind;
using WebCap.Security;

namespace WebCap.Interfaces;

/// <summary>/api/interfaces: what devices can be attached to.</summary>
internal static class InterfaceEndpoints
{
    public static IEndpointRouteBuilder MapInterfaces(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/interfaces", List).RequireAuthorization(Policies.Viewer).WithTags("Interfaces")
            .Describe("listInterfaces", "What devices can be attached to", "The machine's interfaces, then what is replayed, then loop0. What cannot be opened says why.")
            .Answers<IEnumerable<InterfaceView>>();
        return routes;
    }

    private static IEnumerable<InterfaceView> List(HttpContext context, InterfaceCatalog catalog, RewindWindows windows, TimeProvider time)
    {
        var grant = HttpContextOwner.GrantOf(context);
        return catalog.List().Select(each => InterfaceView.Of(each, WindowBrief.Of(windows, each.Name, time))).Select(view =>
            grant is null || grant.Allows(view.Name) ? view : view with { Unavailable = "Your token does not allow this interface.", Rewind = null });
    }
}

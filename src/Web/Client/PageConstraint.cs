namespace WebCap.Client;

/// <summary>
/// Which addresses may be pages of the client: not those below a folder that is the server's or holds files. There an unknown address,
/// or a GET of one that only takes a POST, is refused and never the page with a 200.
/// </summary>
internal sealed class PageConstraint : IRouteConstraint
{
    private static readonly string[] NeverPages = ["_framework", "api", "css", "health", "hubs", "js", "lib", "openapi"];

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection)
    {
        var path = values[routeKey] as string ?? "";
        var end = path.IndexOf('/', StringComparison.Ordinal);
        var first = end < 0 ? path : path[..end];
        return !NeverPages.Contains(first, StringComparer.OrdinalIgnoreCase);
    }
}

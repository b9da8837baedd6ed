using Bpf.Engine.Device;
using Microsoft.AspNetCore.Authorization;
using WebCap.Problems;

namespace WebCap.Security;

/// <summary>
/// Keeps other sites' pages from acting in a signed-in browser. What changes something, and the hub, which browsers let any page connect
/// to, needs an <c>Origin</c> of this very site. Programs send no Origin: they show a token in each request instead, which no page of
/// another site can.
/// </summary>
internal sealed class OriginCheck(RequestDelegate next)
{
    /// <summary>Where hubs are.</summary>
    public static readonly PathString HubPath = "/hubs";

    public Task InvokeAsync(HttpContext context) => IsRefused(context)
        ? ErrnoProblem.Create(Errno.EPERM, context.Request.Method, "This request comes from another site, or does not say which site it comes from.")
            .ExecuteAsync(context)
        : next(context);

    private static bool IsRefused(HttpContext context)
    {
        var request = context.Request;
        var isHub = request.Path.StartsWithSegments(HubPath);
        if (!isHub && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))) return false;
        if (request.Headers.Origin.Count > 0) return !(request.Headers.Origin is [{ } origin] && IsSameOrigin(request, origin));
        if (BearerHandler.HasToken(request)) return false;
        if (isHub && HttpMethods.IsGet(request.Method) && !context.WebSockets.IsWebSocketRequest)
        {
            // A page's own GET carries no Origin; browsers say the same in a header that pages cannot set.
            if (request.Headers["Sec-Fetch-Site"] is ["same-origin"]) return false;
        }

        // Whoever is not signed in is told that first, unless the endpoint lets anybody in.
        return context.User.Identity?.IsAuthenticated == true || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
    }

    private static bool IsSameOrigin(HttpRequest request, string origin)
    {
        // An origin is scheme://authority and nothing else; a text that is more than that came from no browser. The authority was let in by
        // the host filter. A page that came by https while the request arrives by http has a TLS proxy in between.
        return Is(request.Scheme) || (request.Scheme == Uri.UriSchemeHttp && Is(Uri.UriSchemeHttps));

        bool Is(string scheme) => string.Equals(origin, $"{scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);
    }
}

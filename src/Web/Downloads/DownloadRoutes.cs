namespace WebCap.Downloads;

internal static class DownloadRoutes
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Something to take away. HEAD is what GET is, without the bytes; the description of the API has GET alone.</summary>
    public static RouteHandlerBuilder MapDownload(this IEndpointRouteBuilder routes, string pattern, Delegate handler) => routes.MapMethods(pattern, Methods, handler);
}

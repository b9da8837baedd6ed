namespace WebCap.Health;

/// <summary>For whoever supervises the process. Anybody may ask; the answer says nothing but yes.</summary>
internal static class HealthEndpoints
{
    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous();
        return routes;
    }
}

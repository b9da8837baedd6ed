using WebCap.Security;

namespace WebCap.Description;

/// <summary>/openapi/v1.json: what this service answers, for programs.</summary>
internal static class DescriptionEndpoints
{
    public static IEndpointRouteBuilder MapDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapGet($"/openapi/{DescriptionSetup.Version}.json", ShowAsync).RequireAuthorization(Policies.Viewer).ExcludeFromDescription();
        return routes;
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ApiDescription description)
    {
        var (json, tag) = await description.ReadAsync(context.RequestAborted);
        // Kept by the browser alone, which asks each time whether it is still that.
        context.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.Bytes(json, "application/json", entityTag: tag);
    }
}

using Microsoft.AspNetCore.Routing.Template;

namespace WebCap.Problems;

/// <summary>
/// An address that exists, asked with a method that it does not know, is 405 with the methods that it does; one that does not exist is 404.
/// Routing tells the two apart by itself unless some route takes every address, as the page's does for GET until its constraint has spoken:
/// then the first comes out as 404, and the second, asked with another method, as 405.
/// </summary>
internal sealed class UnknownMethod(RequestDelegate next, EndpointDataSource sources, ParameterPolicyFactory policies)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        var isUndecided = context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed
            || (context.Response.StatusCode == StatusCodes.Status404NotFound && context.GetEndpoint() is null);
        if (!isUndecided || context.Response.HasStarted) return;
        var known = sources.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => IsAt(endpoint, context))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToArray();
        context.Response.StatusCode = known.Length == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = known.Length == 0 ? default : string.Join(", ", known);
    }

    private bool IsAt(RouteEndpoint endpoint, HttpContext context)
    {
        var pattern = endpoint.RoutePattern;
        RouteValueDictionary values = [];
        if (!new TemplateMatcher(new RouteTemplate(pattern), new RouteValueDictionary(pattern.Defaults)).TryMatch(context.Request.Path, values)) return false;
        foreach (var (name, references) in pattern.ParameterPolicies)
        {
            foreach (var reference in references)
            {
                if (policies.Create(pattern.GetParameter(name), reference) is IRouteConstraint constraint
                    && !constraint.Match(context, null, name, values, RouteDirection.IncomingRequest))
                    return false;
            }
        }

        return true;
    }
}

using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace WebCap.Telemetry;

/// <summary>
/// Says in a request's trace what it was: method, route and status, by OpenTelemetry's names for them. The route's template, not the address:
/// an address may hold what a trace should not, and each would be a name of its own. Costs nothing where nobody traces.
/// </summary>
internal sealed class RequestTrace(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var activity = context.Features.Get<IHttpActivityFeature>()?.Activity;
        if (activity is not { IsAllDataRequested: true })
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            Describe(activity, context);
        }
    }

    private static void Describe(Activity activity, HttpContext context)
    {
        var method = context.Request.Method;
        // What no route knows has one name for all, or a scanner would fill the collector with them.
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        activity.DisplayName = route is null ? method : $"{method} /{route.TrimStart('/')}";
        activity.SetTag("http.request.method", method);
        activity.SetTag("http.response.status_code", context.Response.StatusCode);
        if (route is not null) activity.SetTag("http.route", "/" + route.TrimStart('/'));
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError) activity.SetStatus(ActivityStatusCode.Error);
    }
}

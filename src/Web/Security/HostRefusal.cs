using WebCap.Problems;

namespace WebCap.Security;

/// <summary>Says why the host filter refused a request, which by itself answers with an empty 400.</summary>
internal sealed class HostRefusal(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        await next(context);
        if (context.Response.StatusCode != StatusCodes.Status400BadRequest || context.Response.HasStarted || context.Features.Get<Accepted>() is not null) return;
        await HttpProblem.Create(
            StatusCodes.Status400BadRequest,
            context.Request.Method,
            "WebCap does not answer to this host name. If it is right, start WebCap with --allowed-hosts and the name.").ExecuteAsync(context);
    }

    /// <summary>Stands behind the filter.</summary>
    public static Task MarkAccepted(HttpContext context, RequestDelegate next)
    {
        context.Features.Set(Accepted.Instance);
        return next(context);
    }

    private sealed class Accepted
    {
        public static readonly Accepted Instance = new();
    }
}

using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Security;

namespace WebCap.Processes;

/// <summary>
/// /api/processes: the machine's sockets and who likely has them. The service does not join them with packets, because it does not look into
/// packets; clients do.
/// </summary>
internal static class ProcessEndpoints
{
    public static IServiceCollection AddProcesses(this IServiceCollection services, ProcessOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<ProcessSource>();
        return services;
    }

    public static IEndpointRouteBuilder MapProcesses(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/processes", ListAsync).RequireAuthorization(Policies.Operator).WithTags("Processes")
            .Describe("listProcesses", "Lists the machine's sockets and who likely has them", "Sampled once a second while somebody asks; closed sockets stay a quarter of a minute.")
            .Answers<ProcessList>().Refuses(Errno.EPERM, "The token has limits, or the service was started with --no-processes.");
        return routes;
    }

    private static async Task<IResult> ListAsync(HttpContext context, ProcessOptions options, ProcessSource source, AuditLog audit)
    {
        if (ProcessAccess.Check(context, options, source, audit) is { } refusal) return DeviceEndpoints.Refuse(refusal);
        var snapshot = await source.GetAsync(context.RequestAborted);
        return TypedResults.Ok(snapshot.ToList());
    }
}

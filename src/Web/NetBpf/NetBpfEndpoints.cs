using Bpf.Engine.Device;
using Microsoft.Net.Http.Headers;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.NetBpf;

/// <summary>/api/net/bpf: the sysctl tree of the same name [NET-1], as JSON, or as netstat -B prints it to who asks for text.</summary>
internal static class NetBpfEndpoints
{
    public static IEndpointRouteBuilder MapNetBpf(this IEndpointRouteBuilder routes)
    {
        var net = routes.MapGroup("/api/net/bpf").RequireAuthorization(Policies.Viewer);
        net.MapGet("/stats", ShowStatistics);
        net.MapGet("/peers", ShowPeers);
        net.MapGet("/maxbufsize", ShowMaxBufferBytes);
        return routes;
    }

    private static IResult ShowStatistics(HttpRequest request, BpfDeviceTable table)
    {
        var statistics = table.GetStatistics();
        return WantsText(request) ? TypedResults.Text(NetstatText.Format(statistics)) : TypedResults.Ok(NetBpfStatistics.Of(statistics));
    }

    // The table decides who may see peers, so that there is one place that does [NET-2].
    private static IResult ShowPeers(HttpContext context, BpfDeviceTable table)
    {
        var errno = table.GetPeers(context.User.IsInRole(Roles.Administrator), 0, out var peers);
        if (errno != Errno.OK) return ErrnoProblem.Create(errno, "net.bpf.peers", "Only administrators may see who uses which device.");
        return WantsText(context.Request) ? TypedResults.Text(NetstatText.Format(peers)) : TypedResults.Ok(peers.Select(PeerView.Of));
    }

    private static IResult ShowMaxBufferBytes(HttpRequest request, BpfDeviceTable table) => WantsText(request)
        ? TypedResults.Text($"net.bpf.maxbufsize: {table.Limits.MaxBufferBytes}\n")
        : TypedResults.Ok(new MaxBufferSize(table.Limits.MaxBufferBytes));

    /// <summary>True when text is asked for, and JSON is not asked for as much.</summary>
    private static bool WantsText(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return false;
        return QualityOf("text/plain") > QualityOf("application/json");

        double QualityOf(string type) => accepted
            .Where(one => one.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
    }
}

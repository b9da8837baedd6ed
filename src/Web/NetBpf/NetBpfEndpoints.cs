using Bpf.Engine.Device;
using Microsoft.Net.Http.Headers;
using WebCap.Description;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.NetBpf;

/// <summary>/api/net/bpf: the sysctl tree of the same name [NET-1], as JSON, or as netstat -B prints it to who asks for text.</summary>
internal static class NetBpfEndpoints
{
    public static IEndpointRouteBuilder MapNetBpf(this IEndpointRouteBuilder routes)
    {
        var net = routes.MapGroup("/api/net/bpf").RequireAuthorization(Policies.Viewer).WithTags("net.bpf");
        net.MapGet("/stats", ShowStatistics)
            .Describe("getStatistics", "The books of all devices", "net.bpf.stats; with Accept: text/plain as netstat -s -B prints it.")
            .Answers<NetBpfStatistics>().OrText();
        net.MapGet("/peers", ShowPeers)
            .Describe("listPeers", "Who uses which device", "net.bpf.peers, in the order of the minors; with Accept: text/plain as netstat -B prints it, with application/octet-stream as sysctl's elements.")
            .Takes("size", $"Bytes of an element, as bytes; 0 for whole ones of {PeerElement.Length}.").Takes("max", "Elements at most; 0 for all.")
            .Answers<IEnumerable<PeerView>>().OrText().OrBytes()
            .Refuses(Errno.EINVAL, "size is out of range.").Refuses(Errno.EPERM, "Only administrators may see who uses which device.");
        net.MapGet("/maxbufsize", ShowMaxBufferBytes)
            .Describe("getMaxBufferBytes", "The largest buffer of a device", "net.bpf.maxbufsize, in bytes; with Accept: text/plain as sysctl prints it.")
            .Answers<MaxBufferSize>().OrText();
        return routes;
    }

    private static IResult ShowStatistics(HttpRequest request, BpfDeviceTable table)
    {
        var statistics = table.GetStatistics();
        return WantsText(request) ? TypedResults.Text(NetstatText.Format(statistics)) : TypedResults.Ok(NetBpfStatistics.Of(statistics));
    }

    // The table decides who may see peers, so that there is one place that does [NET-2]. The size of an element means something to who asks for
    // bytes; it is checked for everybody.
    private static IResult ShowPeers(HttpContext context, BpfDeviceTable table, int? size, int? max)
    {
        var elementBytes = size ?? 0;
        var errno = table.GetPeers(context.User.IsInRole(Roles.Administrator), elementBytes, max ?? 0, out var peers);
        if (errno == Errno.EINVAL) return ErrnoProblem.Create(errno, "net.bpf.peers", $"size must be 0 (whole elements) to {PeerElement.Length} bytes.");
        if (errno != Errno.OK) return ErrnoProblem.Create(errno, "net.bpf.peers", "Only administrators may see who uses which device.");
        if (Wants(context.Request, "application/octet-stream")) return TypedResults.Bytes(ToBytes(peers, elementBytes), "application/octet-stream");
        return WantsText(context.Request) ? TypedResults.Text(NetstatText.Format(peers)) : TypedResults.Ok(peers.Select(PeerView.Of));
    }

    // As sysctl has them: one element behind the other, each cut to the size asked for.
    private static byte[] ToBytes(IReadOnlyList<PeerInfo> peers, int elementBytes)
    {
        if (elementBytes == 0) elementBytes = PeerElement.Length;
        var bytes = new byte[peers.Count * elementBytes];
        for (var i = 0; i < peers.Count; i++) PeerElement.Write(peers[i], bytes.AsSpan(i * elementBytes, elementBytes));
        return bytes;
    }

    private static IResult ShowMaxBufferBytes(HttpRequest request, BpfDeviceTable table) => WantsText(request)
        ? TypedResults.Text($"net.bpf.maxbufsize: {table.Limits.MaxBufferBytes}\n")
        : TypedResults.Ok(new MaxBufferSize(table.Limits.MaxBufferBytes));

    private static bool WantsText(HttpRequest request) => Wants(request, "text/plain");

    /// <summary>True when this type is asked for, and JSON is not asked for as much.</summary>
    private static bool Wants(HttpRequest request, string mediaType)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)) return false;
        return QualityOf(mediaType) > QualityOf("application/json");

        double QualityOf(string type) => accepted
            .Where(one => one.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase))
            .Select(one => one.Quality ?? 1)
            .DefaultIfEmpty(0)
            .Max();
    }
}

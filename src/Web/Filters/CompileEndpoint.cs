using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Microsoft.AspNetCore.RateLimiting;
using WebCap.Description;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Filters;

/// <summary>/api/filters/compile: an expression as a program, or what is wrong with it. Pages ask while somebody types.</summary>
internal static class CompileEndpoint
{
    private const string LimitPolicy = nameof(CompileEndpoint);
    private const uint DefaultSnapLength = 262144;

    // Compilations run one at a time whatever is asked for, each for milliseconds. The ones that wait do so here rather than each on a thread: one of each
    // user, in the order of their coming.
    private static readonly SemaphoreSlim Turn = new(1, 1);

    public static IServiceCollection AddFilters(this IServiceCollection services)
    {
        services.AddSingleton<CompileLimit>();
        services.AddOptions<RateLimiterOptions>().Configure<CompileLimit>((limiter, limit) => limiter.AddPolicy(LimitPolicy, limit));
        return services;
    }

    public static IEndpointRouteBuilder MapCompile(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/filters/compile", CompileAsync).RequireAuthorization(Policies.Viewer).RequireRateLimiting(LimitPolicy).WithTags("Filters")
            .Describe("compileFilter", "Compiles a filter expression", $"The program that pcap-filter(7) means, as numbers, as a listing and as a graph. One at a time; {CompileLimit.MaxWaiting} of a token wait.")
            .Answers<CompiledFilter>()
            .Refuses(Errno.EINVAL, "The expression is wrong; offset says where, and suggestion what was probably meant.").Refuses(Errno.ENXIO, "There is no such interface.")
            .Refuses(StatusCodes.Status503ServiceUnavailable, "libpcap is not installed.");
        return routes;
    }

    private static async Task<IResult> CompileAsync(
        CompileRequest body, HttpContext context, CompileLimit limit, TimeProvider time, FilterCompiler compiler, InterfaceCatalog catalog)
    {
        var user = CompileLimit.UserOf(context);
        await limit.PauseAsync(user, context.RequestAborted);
        await Turn.WaitAsync(context.RequestAborted);
        var beganAt = time.GetTimestamp();
        try
        {
            return Compile(body, compiler, catalog);
        }
        finally
        {
            Turn.Release();
            limit.Ended(user, beganAt);
        }
    }

    private static IResult Compile(CompileRequest body, FilterCompiler compiler, InterfaceCatalog catalog)
    {
        if (body.SnapLength is < 1 or > int.MaxValue) return Refuse($"snapLength must be 1 to {int.MaxValue}.");
        if (body.LinkType is < 0 or > ushort.MaxValue) return Refuse($"linkType must be 0 to {ushort.MaxValue}.");
        var linkType = (LinkType)(body.LinkType ?? (int)LinkType.Ethernet);
        if (body.Interface is { Length: > 0 } name)
        {
            if (catalog.Find(name) is not { } networkInterface)
                return ErrnoProblem.Create(Errno.ENXIO, "BIOCSETIF", "There is no interface with that name.");
            linkType = networkInterface.LinkType;
        }

        var result = compiler.Compile(body.Expression ?? "", linkType, (uint)(body.SnapLength ?? DefaultSnapLength));
        // Not the caller's mistake: libpcap is not there.
        if (result.Error is { Kind: FilterCompileErrorKind.CompilerUnavailable } missing)
            return HttpProblem.Create(StatusCodes.Status503ServiceUnavailable, "BIOCSETF", missing.Message);
        return result.Error is { } error ? Refuse(error.Message, error.Suggestion, error.Offset) : TypedResults.Ok(CompiledFilter.Of(result.Program));
    }

    private static IResult Refuse(string detail, string? suggestion = null, int? offset = null) => ErrnoProblem.Create(
        Errno.EINVAL, "BIOCSETF", detail, new Dictionary<string, object?> { ["suggestion"] = suggestion, ["offset"] = offset });
}

using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace WebCap.Tests.Support;

/// <summary>Every route that the service has, so that one that somebody adds is tested the day it is added.</summary>
internal static class EndpointTable
{
    /// <summary>The methods and paths of all routes but the page's files, each parameter being 1.</summary>
    public static (string Method, string Path)[] Of(TestServer server)
    {
        (string, string)[] all = [.. Routes(server).SelectMany(MethodsOf)];
        // A table that came out empty would make every test that walks it pass.
        Assert.Contains(("GET", "/api/session"), all);
        return all;
    }

    /// <summary>Whether a method changes nothing (RFC 9110, section 9.2.1).</summary>
    public static bool IsSafe(string method) => method is "GET" or "HEAD";

    /// <summary>The errno of a refusal; the answer to a HEAD has no body that would hold one, and must have none.</summary>
    public static async Task AssertErrnoAsync(string errno, string method, HttpResponseMessage answer)
    {
        if (method == "HEAD") Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        else Assert.Equal(errno, (await Problem.OfAsync(answer)).Errno);
    }

    /// <summary>The routes, without the page's files: they hold nothing that the project's own repository does not.</summary>
    public static IEnumerable<RouteEndpoint> Routes(TestServer server) => server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
        .SelectMany(source => source.Endpoints)
        .OfType<RouteEndpoint>()
        .Where(endpoint => !endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor"));

    /// <summary>What a route answers to.</summary>
    public static IEnumerable<(string Method, string Path)> MethodsOf(RouteEndpoint endpoint)
    {
        var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0] switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            _ => "1",
        }));
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
        return methods.Select(method => (method, $"/{path}"));
    }
}

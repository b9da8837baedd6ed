using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

/// <summary>Walks the endpoint table, so that an endpoint that somebody adds is covered the day it is added (R18).</summary>
public sealed class EndpointTableTests
{
    // Everything that anybody may call. Whoever adds to this list decides that the whole network may.
    private static readonly string[] Open = ["GET /health/live", "GET /health/ready", "POST /api/session"];

    [Fact]
    public async Task NoEndpointAnswersWithoutATokenButTheNamedOnes()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Anonymous();
        foreach (var (method, path) in Endpoints(server))
        {
            if (Open.Contains($"{method} {path}")) continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Origin", server.Origin);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {answer.StatusCode}");
            Assert.Equal("EACCES", (await Problem.OfAsync(answer)).Errno);
        }
    }

    [Fact]
    public async Task OnlyTheNamedEndpointsAndThePageAllowAnybody()
    {
        await using var server = await TestServer.StartAsync();
        var open = Table(server)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null && !IsOfThePage(endpoint))
            .SelectMany(MethodsOf)
            .Order(StringComparer.Ordinal);
        Assert.Equal(Open.Order(StringComparer.Ordinal), open);
    }

    [Fact]
    public async Task APageOfAnotherSiteChangesNothingAndReachesNoHub()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.BrowserAsync();
        client.DefaultRequestHeaders.Remove("Origin");
        foreach (var (method, path) in Endpoints(server))
        {
            if (method == "GET" && !path.StartsWith("/hubs", StringComparison.Ordinal)) continue;
            // Another host, another port, another scheme, a page without an origin, one that only begins like it, and none at all.
            string?[] origins =
            [
                "http://evil.example", $"http://127.0.0.1:{server.Address.Port + 1}", $"ftp://127.0.0.1:{server.Address.Port}", "null",
                server.Origin + ".evil.example", server.Origin + "/", null,
            ];
            foreach (var origin in origins)
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} from {origin ?? "nowhere"} answered {answer.StatusCode}");
                Assert.Equal("EPERM", (await Problem.OfAsync(answer)).Errno);
            }
        }
    }

    [Fact]
    public async Task ATokenDoesNotExcuseAnotherSitesOrigin()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        client.DefaultRequestHeaders.Add("Origin", "http://evil.example");
        foreach (var (method, path) in Endpoints(server).Where(endpoint => endpoint.Method != "GET"))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task NoEndpointAnswersToAnotherHostName()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        foreach (var (method, path) in Endpoints(server))
        {
            foreach (var host in new[] { "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.2", "[::2]" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.Host = $"{host}:{server.Address.Port}";
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {path} at {host} answered {answer.StatusCode}");
                Assert.Contains("--allowed-hosts", (await Problem.OfAsync(answer)).Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task AViewerChangesNothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer(await server.IssueAsync("viewer"));
        foreach (var (method, path) in Endpoints(server))
        {
            // Signing in and out is everybody's own affair; connecting to a hub changes nothing, its methods check for themselves.
            if (method == "GET" || path.StartsWith("/api/session", StringComparison.Ordinal) || path.StartsWith("/hubs", StringComparison.Ordinal)) continue;
            // Compiling only computes.
            if (path == "/api/filters/compile") continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {answer.StatusCode}");
        }
    }

    private static (string Method, string Path)[] Endpoints(TestServer server)
    {
        (string, string)[] all =
        [
            .. Table(server).Where(endpoint => !IsOfThePage(endpoint)).SelectMany(MethodsOf)
                .Select(text => text.Split(' ') is [var method, var path] ? (method, path) : throw new InvalidOperationException(text)),
        ];
        // A table that came out empty would make every test here pass.
        Assert.Contains(("GET", "/api/session"), all);
        return all;
    }

    private static IEnumerable<RouteEndpoint> Table(TestServer server) =>
        server.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    // The page's files: they hold nothing that the project's own repository does not.
    private static bool IsOfThePage(RouteEndpoint endpoint) => endpoint.Metadata.Any(item => item.GetType().Name == "StaticAssetDescriptor");

    private static IEnumerable<string> MethodsOf(RouteEndpoint endpoint)
    {
        var path = string.Join('/', endpoint.RoutePattern.PathSegments.Select(segment => segment.Parts[0] switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "1",
        }));
        var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"];
        return methods.Select(method => $"{method} /{path}");
    }
}

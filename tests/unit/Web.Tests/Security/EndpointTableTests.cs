using System.Net;
using Microsoft.AspNetCore.Authorization;
using WebCap.Security;
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
        foreach (var (method, path) in EndpointTable.Of(server))
        {
            if (Open.Contains($"{method} {path}")) continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Add("Origin", server.Origin);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{method} {path} answered {answer.StatusCode}");
            await EndpointTable.AssertErrnoAsync("EACCES", method, answer);
        }
    }

    [Fact]
    public async Task OnlyTheNamedEndpointsAndThePageAllowAnybody()
    {
        await using var server = await TestServer.StartAsync();
        var open = EndpointTable.Routes(server)
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .SelectMany(EndpointTable.MethodsOf)
            .Select(route => $"{route.Method} {route.Path}")
            .Order(StringComparer.Ordinal);
        Assert.Equal(Open.Order(StringComparer.Ordinal), open);
    }

    [Fact]
    public async Task APageOfAnotherSiteChangesNothingAndReachesNoHub()
    {
        await using var server = await TestServer.StartAsync();
        var client = await server.BrowserAsync();
        client.DefaultRequestHeaders.Remove("Origin");
        foreach (var (method, path) in EndpointTable.Of(server))
        {
            if (EndpointTable.IsSafe(method) && !path.StartsWith("/hubs", StringComparison.Ordinal)) continue;
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
                await EndpointTable.AssertErrnoAsync("EPERM", method, answer);
            }
        }
    }

    [Fact]
    public async Task ATokenDoesNotExcuseAnotherSitesOrigin()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        client.DefaultRequestHeaders.Add("Origin", "http://evil.example");
        foreach (var (method, path) in EndpointTable.Of(server).Where(endpoint => !EndpointTable.IsSafe(endpoint.Method)))
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
        foreach (var (method, path) in EndpointTable.Of(server))
        {
            foreach (var host in new[] { "evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.2", "[::2]" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                request.Headers.Host = $"{host}:{server.Address.Port}";
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{method} {path} at {host} answered {answer.StatusCode}");
                if (method == "HEAD") continue;
                Assert.Contains("--allowed-hosts", (await Problem.OfAsync(answer)).Detail, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task AViewerChangesNothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer(await server.IssueAsync("viewer"));
        foreach (var (method, path) in EndpointTable.Of(server))
        {
            // Signing in and out is everybody's own affair; connecting to a hub changes nothing, its methods check for themselves.
            if (EndpointTable.IsSafe(method) || path.StartsWith("/api/session", StringComparison.Ordinal) || path.StartsWith("/hubs", StringComparison.Ordinal)) continue;
            // Compiling only computes.
            if (path == "/api/filters/compile") continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {answer.StatusCode}");
        }
    }

    // Which role an endpoint needs is what its policy says; that the policy is right for it is for whoever reads it.
    [Fact]
    public async Task TooSmallARoleIsRefusedByEveryEndpointThatNeedsALargerOne()
    {
        await using var server = await TestServer.StartAsync();
        var clients = new[] { "viewer", "operator" }.ToDictionary(role => role, role => (HttpClient?)null);
        foreach (var role in clients.Keys) clients[role] = server.Bearer(await server.IssueAsync(role));
        var checkedCount = 0;
        foreach (var endpoint in EndpointTable.Routes(server))
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToArray();
            string[] tooSmall = policies.Contains(Policies.Administrator) ? ["viewer", "operator"]
                : policies.Contains(Policies.Operator) || policies.Contains(Policies.Download) ? ["viewer"]
                : [];
            foreach (var role in tooSmall)
            {
                foreach (var (method, path) in EndpointTable.MethodsOf(endpoint))
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), path);
                    using var answer = await clients[role]!.SendAsync(request, TestContext.Current.CancellationToken);
                    Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{method} {path} answered {answer.StatusCode} to a {role}");
                    await EndpointTable.AssertErrnoAsync("EPERM", method, answer);
                    checkedCount++;
                }
            }
        }

        Assert.True(checkedCount > 20, $"only {checkedCount}");
    }

    // Whoever adds an endpoint says whom it is for; the fallback policy is for the addresses that nothing is at.
    [Fact]
    public async Task EveryEndpointNamesItsPolicyOrIsForViewersToo()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var endpoint in EndpointTable.Routes(server))
        {
            var isNamed = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null;
            Assert.True(isNamed, $"{endpoint.RoutePattern.RawText} names no policy");
        }
    }
}

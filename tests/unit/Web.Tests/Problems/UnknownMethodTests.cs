using System.Net;
using WebCap.Tests.Support;

namespace WebCap.Tests.Problems;

/// <summary>An address that exists says which methods it knows.</summary>
public sealed class UnknownMethodTests
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    [Fact]
    public async Task EveryAddressRefusesTheMethodsThatItDoesNotKnow()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        var routes = EndpointTable.Of(server).ToLookup(route => route.Path, route => route.Method);
        foreach (var path in routes)
        {
            // The hub's own handler refuses what it does not know.
            if (path.Key.StartsWith("/hubs", StringComparison.Ordinal)) continue;
            foreach (var method in Methods.Except(path))
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path.Key);
                using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
                Assert.True(answer.StatusCode == HttpStatusCode.MethodNotAllowed, $"{method} {path.Key} answered {answer.StatusCode}");
                Assert.Equal("ENOTTY", (await Problem.OfAsync(answer)).Errno);
                Assert.Equal(path.Order(StringComparer.Ordinal), answer.Content.Headers.Allow.Order(StringComparer.Ordinal));
            }
        }
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/api/tokens/nothing")]
    [InlineData("/api/devices/1/nothing")]
    [InlineData("/js/nothing.js")]
    public async Task AnAddressThatDoesNotExistIsNotFound(string path)
    {
        await using var server = await TestServer.StartAsync();
        foreach (var method in Methods)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            using var answer = await server.Bearer().SendAsync(request, TestContext.Current.CancellationToken);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path} answered {answer.StatusCode}");
        }
    }
}

using System.Net;
using WebCap.Configuration;
using WebCap.Security;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("webcap.example")]
    public async Task ANameThatIsAllowedIsAnsweredOnAnyPort(string host)
    {
        await using var server = await TestServer.StartAsync(options => options with { AllowedHosts = ["webcap.example"] });
        foreach (var port in new[] { "", $":{server.Address.Port}", ":5271" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
            request.Headers.Host = host + port;
            using var answer = await server.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Fact]
    public async Task APageSignsInUnderTheNameAndPortThatItsBrowserSees()
    {
        // Through ssh -L 5271:127.0.0.1:5270 the browser sees another port than the server has; through a TLS proxy another scheme, too.
        await using var server = await TestServer.StartAsync();
        foreach (var origin in new[] { "http://localhost:5271", "https://localhost:5271" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session");
            request.Headers.Host = "localhost:5271";
            request.Headers.Add("Origin", origin);
            using var answer = await server.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);
            // Past the check of the origin: only the body is missing.
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    [Fact]
    public void EveryAddressMeansThisMachinesAddresses()
    {
        var names = HostNames.Allowed(new WebCapOptions { Address = new IPEndPoint(IPAddress.Any, 5270) });
        Assert.Contains(Dns.GetHostName(), names, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("0.0.0.0", names);
        Assert.DoesNotContain("*", names);
        Assert.Equal(
            ["localhost", "127.0.0.1", "[::1]", "[2001:db8::1]"],
            HostNames.Allowed(new WebCapOptions { Address = new IPEndPoint(IPAddress.Parse("2001:db8::1"), 5270) }));
    }
}

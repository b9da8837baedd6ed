using System.Net;
using System.Net.Http.Json;
using System.Text;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Security;
using WebCap.Storage;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

public sealed class HeaderTests
{
    [Theory]
    [InlineData("/", 200)]
    [InlineData("/health/live", 200)]
    [InlineData("/api/session", 401)]
    [InlineData("/api/nothing", 401)]
    [InlineData("/js/nothing.js", 401)]
    public async Task EveryAnswerTellsTheBrowserToTrustNothingElse(string path, int status)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Anonymous().GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, (int)answer.StatusCode);
        Check(answer);
        Assert.Equal(!path.StartsWith("/api", StringComparison.Ordinal) && !path.StartsWith("/health", StringComparison.Ordinal), answer.Headers.CacheControl?.NoStore != true);
    }

    [Fact]
    public async Task ARefusedHostNameGetsThemToo()
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "evil.example";
        using var answer = await server.Anonymous().SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Check(answer);
    }

    [Fact]
    public async Task AFaultInsideSaysNothingOfTheInside()
    {
        await using var server = await TestServer.StartAsync();
        await server.Services.GetRequiredService<Database>().RunAsync(connection => connection.Execute("drop table saved_filters"), TestContext.Current.CancellationToken);
        using var answer = await server.Bearer().GetAsync("/api/filters/saved", TestContext.Current.CancellationToken);
        var problem = await Problem.OfAsync(answer);
        Assert.Equal(HttpStatusCode.InternalServerError, problem.Status);
        Assert.Equal("EIO", problem.Errno);
        Assert.DoesNotContain("saved_filters", problem.Body.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.Body.ToString(), StringComparison.Ordinal);
        Check(answer);
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    [InlineData("""{ "name": 7, "expression": "ip" }""", HttpStatusCode.BadRequest)]
    public async Task ABodyThatIsNotWhatIsExpectedIsRefusedWithASentence(string body, HttpStatusCode status)
    {
        await using var server = await TestServer.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await server.Bearer().PostAsync("/api/filters/saved", content, TestContext.Current.CancellationToken);
        Assert.Equal(status, (await Problem.OfAsync(answer)).Status);
    }

    [Fact]
    public async Task ALargeBodyIsRefused()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer().PostAsJsonAsync(
            "/api/filters/saved", new { name = "long", expression = new string('x', 100_000) }, TestContext.Current.CancellationToken);
        Assert.Equal("EMSGSIZE", (await Problem.OfAsync(answer)).Errno);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static void Check(HttpResponseMessage answer)
    {
        Assert.Equal([SecurityHeaders.ContentSecurityPolicy], answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], answer.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["no-referrer"], answer.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Opener-Policy"));
        Assert.Equal(["same-origin"], answer.Headers.GetValues("Cross-Origin-Resource-Policy"));
        Assert.True(answer.Headers.Contains("Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("script-src 'self' 'wasm-unsafe-eval'")]
    [InlineData("default-src 'none'")]
    [InlineData("object-src 'none'")]
    [InlineData("frame-ancestors 'none'")]
    [InlineData("base-uri 'self'")]
    public void TheContentPolicyHasNoWayInForScripts(string directive)
    {
        var directives = SecurityHeaders.ContentSecurityPolicy.Split("; ");
        Assert.Contains(directive, directives);
        Assert.DoesNotContain("unsafe-inline", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-eval'", SecurityHeaders.ContentSecurityPolicy, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using WebCap.Security;
using WebCap.Tests.Support;

namespace WebCap.Tests.Tokens;

public sealed class TokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnIssuedTokenWorksUntilItIsRevoked()
    {
        await using var server = await TestServer.StartAsync();
        var administrator = server.Bearer();
        using var issued = await administrator.PostAsJsonAsync("/api/tokens", new { name = "nightly", role = "operator", days = 7 }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, issued.StatusCode);
        var body = await issued.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var token = body.GetProperty("token").GetString()!;
        var id = body.GetProperty("id").GetInt64();

        var program = server.Bearer(token);
        var session = await program.GetFromJsonAsync<JsonElement>("/api/session", Cancellation);
        Assert.Equal("nightly", session.GetProperty("user").GetString());
        Assert.Equal("operator", session.GetProperty("role").GetString());
        var browser = await server.BrowserAsync(token);

        using var revoked = await administrator.DeleteAsync($"/api/tokens/{id}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        foreach (var client in new[] { program, browser })
        {
            using var answer = await client.GetAsync("/api/session", Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var again = await administrator.DeleteAsync($"/api/tokens/{id}", Cancellation);
        Assert.Equal("ENXIO", (await Problem.OfAsync(again)).Errno);
    }

    [Fact]
    public async Task TheListShowsWhenATokenWasUsedAndNeverTheToken()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time: time);
        var token = await server.IssueAsync("viewer");
        Assert.Equal(JsonValueKind.Null, (await FindAsync(server)).GetProperty("lastUsedAt").ValueKind);
        time.Advance(TimeSpan.FromMinutes(5));
        using (await server.Bearer(token).GetAsync("/api/session", Cancellation)) { }

        var listed = await FindAsync(server);
        Assert.Equal(time.GetUtcNow(), listed.GetProperty("lastUsedAt").GetDateTimeOffset());
        Assert.Equal(time.GetUtcNow() - TimeSpan.FromMinutes(5) + TimeSpan.FromDays(1), listed.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.DoesNotContain(token, listed.ToString(), StringComparison.Ordinal);

        static async Task<JsonElement> FindAsync(TestServer server)
        {
            var tokens = await server.Bearer().GetFromJsonAsync<JsonElement>("/api/tokens", Cancellation);
            return tokens.EnumerateArray().Single(one => one.GetProperty("name").GetString() == "a viewer");
        }
    }

    [Fact]
    public async Task AnIssuedTokenAndItsSessionsEndWithItsDays()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time: time);
        var token = await server.IssueAsync("viewer");
        var browser = await server.BrowserAsync(token);
        time.Advance(TimeSpan.FromDays(1));
        foreach (var client in new[] { server.Bearer(token), browser })
        {
            using var answer = await client.GetAsync("/api/session", Cancellation);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task ATokenOutlivesARestartAndNoFileHoldsIt()
    {
        using var data = new TemporaryFolder();
        string token;
        string started;
        await using (var server = await TestServer.StartAsync(data: data))
        {
            token = await server.IssueAsync("viewer");
            started = server.Token;
        }

        foreach (var file in Directory.GetFiles(data.FullPath, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancellation);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token)));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(started)));
        }

        await using var restarted = await TestServer.StartAsync(data: data);
        using var answer = await restarted.Bearer(token).GetAsync("/api/session", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("", "viewer", 1)]
    [InlineData("a\nb", "viewer", 1)]
    [InlineData(null, "viewer", 1)]
    [InlineData("name", "root", 1)]
    [InlineData("name", "Viewer", 1)]
    [InlineData("name", null, 1)]
    [InlineData("name", "viewer", 0)]
    [InlineData("name", "viewer", -1)]
    [InlineData("name", "viewer", 3651)]
    public async Task ATokenThatMakesNoSenseIsRefused(string? name, string? role, int days)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer().PostAsJsonAsync("/api/tokens", new { name, role, days }, Cancellation);
        Assert.Equal("EINVAL", (await Problem.OfAsync(answer)).Errno);
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("operator")]
    public async Task OnlyAdministratorsManageTokens(string role)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer(await server.IssueAsync(role)).GetAsync("/api/tokens", Cancellation);
        Assert.Equal("EPERM", (await Problem.OfAsync(answer)).Errno);
    }

    [Fact]
    public void TokensHave256BitsAndNoTwoAreAlike()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => AccessToken.Create()).ToHashSet();
        Assert.Equal(1000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^[A-Za-z0-9_-]{43}$", token));
    }
}

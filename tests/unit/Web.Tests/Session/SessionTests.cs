using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Security;
using WebCap.Tests.Support;

namespace WebCap.Tests.Session;

/// <summary>Signing in and out, and how long that lasts (R19).</summary>
public sealed class SessionTests
{
    private static readonly Uri Session = new("/api/session", UriKind.Relative);

    [Fact]
    public async Task ATokenIsTradedForACookieThatNoScriptAndNoOtherSiteGets()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await SignInAsync(server, server.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("; httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("; path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(server.Token, cookie, StringComparison.Ordinal);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal("admin", body.GetProperty("user").GetString());
        Assert.Equal("administrator", body.GetProperty("role").GetString());
        Assert.NotEmpty(body.GetProperty("server").GetProperty("version").GetString()!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("wrong")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task AWrongTokenIsRefusedAndSetsNothing(string token)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await SignInAsync(server, token);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Problem.OfAsync(answer)).Status);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        using var shown = await server.Bearer(token.Length == 0 ? "x" : token).GetAsync(Session, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, shown.StatusCode);
        Assert.Equal("Bearer", shown.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task SigningInIsLimitedForEachAddress()
    {
        await using var server = await TestServer.StartAsync();
        for (var attempt = 0; attempt < SignInLimit.AttemptsPerMinute; attempt++)
        {
            using var refused = await SignInAsync(server, "guess");
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        // Also with the right token: whoever guesses must not learn from the answer that a guess was right.
        using var answer = await SignInAsync(server, server.Token);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Problem.OfAsync(answer)).Status);
    }

    [Fact]
    public async Task SigningOutEndsTheSessionAndNotOnlyTheCookie()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await server.BrowserAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
        using var answer = await browser.DeleteAsync(Session, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        // The same cookie again, as somebody would who had copied it.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task SigningOutEndsTheHubsConnection()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await server.BrowserAsync();
        using var hub = new ClientWebSocket();
        hub.Options.SetRequestHeader("Origin", server.Origin);
        hub.Options.SetRequestHeader("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Single());
        await hub.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/capture"), TestContext.Current.CancellationToken);
        await hub.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        var buffer = new byte[1024];
        var greeting = await hub.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        Assert.Equal("{}\u001e"u8, buffer.AsSpan(0, greeting.Count));

        using var answer = await browser.DeleteAsync(Session, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            // Pings of the hub may come first; none comes for ever.
            while (true) await hub.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        });
        Assert.Equal(WebSocketState.Aborted, hub.State);
    }

    [Fact]
    public async Task TheHubRefusesAPageOfAnotherSite()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await server.BrowserAsync();
        foreach (var origin in new[] { "http://evil.example", null })
        {
            using var hub = new ClientWebSocket();
            if (origin is not null) hub.Options.SetRequestHeader("Origin", origin);
            hub.Options.SetRequestHeader("Cookie", browser.DefaultRequestHeaders.GetValues("Cookie").Single());
            hub.Options.CollectHttpResponseDetails = true;
            await Assert.ThrowsAsync<WebSocketException>(
                () => hub.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/capture"), TestContext.Current.CancellationToken));
            Assert.Equal(HttpStatusCode.Forbidden, hub.HttpStatusCode);
        }
    }

    [Fact]
    public async Task SigningInAgainMakesANewSessionAndEndsTheFormer()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await server.BrowserAsync();
        using var again = await browser.PostAsJsonAsync(Session, new { token = server.Token }, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
        browser.DefaultRequestHeaders.Remove("Cookie");
        browser.DefaultRequestHeaders.Add("Cookie", again.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task ASessionOutlivesARestartAndTheStartsTokenDoesNot()
    {
        using var data = new TemporaryFolder();
        string cookie;
        string token;
        await using (var server = await TestServer.StartAsync(data: data))
        {
            token = server.Token;
            cookie = (await server.BrowserAsync()).DefaultRequestHeaders.GetValues("Cookie").Single();
        }

        await using var restarted = await TestServer.StartAsync(data: data);
        Assert.NotEqual(token, restarted.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(restarted.Bearer(token)));
        var browser = restarted.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(browser));
    }

    [Fact]
    public async Task ACookieOfAnotherDatabaseMeansNothing()
    {
        using var data = new TemporaryFolder();
        string cookie;
        await using (var server = await TestServer.StartAsync(data: data))
            cookie = (await server.BrowserAsync()).DefaultRequestHeaders.GetValues("Cookie").Single();
        // The keys stay, the database is a new one: what the cookie says is authentic, and still names nothing.
        foreach (var file in Directory.GetFiles(data.FullPath, "webcap.db*")) File.Delete(file);
        await using var restarted = await TestServer.StartAsync(data: data);
        var name = (await restarted.BrowserAsync()).DefaultRequestHeaders.GetValues("Cookie").Single().Split('=')[0];
        var browser = restarted.Anonymous();
        browser.DefaultRequestHeaders.Add("Cookie", $"{name}={cookie.Split('=', 2)[1]}");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task TheStartsTokenIsForTwelveHoursAndTheBrowserForSevenDaysAfterItsLastUse()
    {
        var time = new ManualTime();
        using var data = new TemporaryFolder();
        await using var server = await TestServer.StartAsync(data: data, time: time);
        var browser = await server.BrowserAsync();
        time.Advance(StartToken.Lifetime - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Bearer()));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server.Bearer()));
        using var late = await SignInAsync(server, server.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, late.StatusCode);

        // The browser was last seen when it signed in; each further use gives it seven days more.
        for (var use = 0; use < 3; use++)
        {
            time.Advance(TimeSpan.FromDays(6));
            using var answer = await browser.GetAsync(Session, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            browser.DefaultRequestHeaders.Remove("Cookie");
            browser.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        }

        time.Advance(SignInRegistry.SessionIdle);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    [Fact]
    public async Task AFixedTokenStaysOverRestartsUntilItIsTakenBack()
    {
        const string Fixed = "fixed-token-0123456789-abcdef";
        using var data = new TemporaryFolder();
        string cookie;
        await using (var server = await TestServer.StartAsync(options => options with { Token = Fixed }, data))
        {
            Assert.Null(server.Services.GetRequiredService<StartToken>().Text);
            cookie = (await server.BrowserAsync()).DefaultRequestHeaders.GetValues("Cookie").Single();
        }

        await using (var server = await TestServer.StartAsync(options => options with { Token = Fixed }, data))
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Bearer()));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(WithCookie(server, cookie)));
        }

        await using (var server = await TestServer.StartAsync(options => options with { Token = Fixed + "-new" }, data))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server.Bearer(Fixed)));
            // Everything that was begun with it ends with it.
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(WithCookie(server, cookie)));
        }
    }

    [Fact]
    public async Task ATokenThatIsShownHasNothingToSignOut()
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer().DeleteAsync(Session, TestContext.Current.CancellationToken);
        Assert.Equal("EINVAL", (await Problem.OfAsync(answer)).Errno);
    }

    [Fact]
    public async Task AWrongTokenIsNotMadeGoodByACookie()
    {
        await using var server = await TestServer.StartAsync();
        var browser = await server.BrowserAsync();
        browser.DefaultRequestHeaders.Add("Authorization", "Bearer wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser));
    }

    private static HttpClient WithCookie(TestServer server, string cookie)
    {
        var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    private static Task<HttpResponseMessage> SignInAsync(TestServer server, string token)
    {
        var client = server.Anonymous();
        client.DefaultRequestHeaders.Add("Origin", server.Origin);
        return client.PostAsJsonAsync(Session, new { token }, TestContext.Current.CancellationToken);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(Session, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}

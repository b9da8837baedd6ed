using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Bpf.Engine.Interfaces;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Tests.Capture;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

/// <summary>What lasts ends with what it was begun with (R19): nothing here waits for a time, only for the end.</summary>
public sealed class RevocationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RevokingATokenEndsItsHubConnectionsAndDownloads(bool isBrowser)
    {
        await using var server = await TestServer.StartAsync();
        server.Services.GetRequiredService<InterfaceCatalog>().Add(new ScriptedInterface("script0"));
        var administrator = server.Bearer();
        using (var opened = await administrator.PostAsJsonAsync("/api/devices", new { @interface = "script0" }, Cancellation))
            Assert.Equal(HttpStatusCode.Created, opened.StatusCode);
        using var issued = await administrator.PostAsJsonAsync("/api/tokens", new { name = "v", role = "viewer", days = 1, mayDownload = true }, Cancellation);
        var token = await issued.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        var text = token.GetProperty("token").GetString()!;
        var client = isBrowser ? await server.BrowserAsync(text) : server.Bearer(text);

        using var hub = await HubClient.ConnectAsync(server, client);
        await hub.StreamAsync("1", "Watch", 1, null, 0);
        await hub.NextAsync("1");
        using var download = await client.GetAsync("/api/devices/1/live.pcapng", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        await using var stream = await download.Content.ReadAsStreamAsync(Cancellation);
        Assert.NotEqual(0, await stream.ReadAsync(new byte[4096], Cancellation));

        using var revoked = await administrator.DeleteAsync($"/api/tokens/{token.GetProperty("id").GetInt64()}", Cancellation);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.NotEqual(WebSocketState.Open, await hub.EndAsync());
        // Broken off: the file has no end, so that nobody takes it for a whole one.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await stream.ReadAsync(new byte[4096], Cancellation) > 0)
            {
                // What was under way.
            }
        });
        using var again = await client.GetAsync("/api/session", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    // A cookie that was there before must not be the one that is signed in afterwards: whoever planted it would be, too.
    [Fact]
    public async Task ACookieThatWasThereBeforeSigningInIsWorthNothingAfterwards()
    {
        await using var server = await TestServer.StartAsync();
        var attacker = await server.BrowserAsync(await server.IssueAsync("viewer"));
        var planted = attacker.DefaultRequestHeaders.GetValues("Cookie").Single();
        var victim = server.Anonymous();
        victim.DefaultRequestHeaders.Add("Origin", server.Origin);
        victim.DefaultRequestHeaders.Add("Cookie", planted);
        using var answer = await victim.PostAsJsonAsync("/api/session", new { token = server.Token }, Cancellation);
        var fresh = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.NotEqual(planted, fresh);
        using var before = await attacker.GetAsync("/api/session", Cancellation);
        Assert.Equal(HttpStatusCode.Unauthorized, before.StatusCode);
    }

    [Theory]
    [InlineData("Watch", 1, null, 0)]
    [InlineData("Counters")]
    public async Task NoMethodOfTheHubIsCalledWithoutARole(string method, params object?[] arguments)
    {
        await using var server = await TestServer.StartAsync();
        // The connection itself is refused: there is nobody to call a method.
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(server, server.Anonymous()));
        using var hub = await HubClient.ConnectAsync(server, server.Bearer(await server.IssueAsync("viewer")));
        await hub.StreamAsync("1", method, arguments);
        // A viewer may call both; device 1 is not open.
        var first = await hub.NextAsync("1");
        Assert.Equal(method == "Watch" ? 3 : 2, first.GetProperty("type").GetInt32());
    }

    // Whoever adds a method to the hub decides who may call it, and says so here.
    [Fact]
    public void TheHubHasTheseMethodsAndAllNeedARole()
    {
        var methods = typeof(WebCap.Capture.CaptureHub).GetMethods(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.DeclaredOnly);
        Assert.Equal(["Counters", "Processes", "Watch"], methods.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.NotEmpty(typeof(WebCap.Capture.CaptureHub).GetCustomAttributes(typeof(Microsoft.AspNetCore.Authorization.AuthorizeAttribute), inherit: false));
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using WebCap.Configuration;
using WebCap.Security;

namespace WebCap.Tests.Support;

/// <summary>The real service on a free port of the loopback interface, with a data folder of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryFolder? ownFolder;
    private readonly List<HttpClient> clients = [];

    private TestServer(WebApplication app, TemporaryFolder? ownFolder, WebCapOptions options)
    {
        this.app = app;
        this.ownFolder = ownFolder;
        Options = options;
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Address = new Uri(bound);
    }

    /// <summary>What it was started with.</summary>
    public WebCapOptions Options { get; }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What a page of this site sends as Origin.</summary>
    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public IServiceProvider Services => app.Services;

    /// <summary>The token that this start printed.</summary>
    public string Token => Services.GetRequiredService<StartToken>().Text ?? Options.Token!;

    public static async Task<TestServer> StartAsync(
        Func<WebCapOptions, WebCapOptions>? change = null, TemporaryFolder? data = null, TimeProvider? time = null)
    {
        var ownFolder = data is null ? new TemporaryFolder() : null;
        var options = new WebCapOptions { Address = new IPEndPoint(IPAddress.Loopback, 0), Data = (data ?? ownFolder)!.FullPath };
        options = change?.Invoke(options) ?? options;
        var app = Program.Build(options, services =>
        {
            if (time is not null) services.Replace(ServiceDescriptor.Singleton(time));
        });
        try
        {
            await app.StartAsync(TestContext.Current.CancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            ownFolder?.Dispose();
            throw;
        }

        return new TestServer(app, ownFolder, options);
    }

    /// <summary>A client that says nothing about itself.</summary>
    public HttpClient Anonymous()
    {
        // Cookies are set by hand where a test wants them.
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = Address };
        clients.Add(client);
        return client;
    }

    /// <summary>A program that shows a token.</summary>
    public HttpClient Bearer(string? token = null)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Token);
        return client;
    }

    /// <summary>A page of this site, signed in.</summary>
    public async Task<HttpClient> BrowserAsync(string? token = null)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Add("Origin", Origin);
        var answer = await client.PostAsJsonAsync("/api/session", new { token = token ?? Token });
        answer.EnsureSuccessStatusCode();
        client.DefaultRequestHeaders.Add("Cookie", answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return client;
    }

    /// <summary>A token with a role, issued by the administrator.</summary>
    public async Task<string> IssueAsync(string role)
    {
        var answer = await Bearer().PostAsJsonAsync("/api/tokens", new { name = $"a {role}", role, days = 1 });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        ownFolder?.Dispose();
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace WebCap.Tests.Rewind.Triggers;

/// <summary>Somebody else's web server, on a free port of the loopback interface, that keeps what is posted to it.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>What it answers, by how many calls came before; 204 without it.</summary>
    public Func<int, (HttpStatusCode Status, string? Location)> Answer { get; set; } = _ => (HttpStatusCode.NoContent, null);

    /// <summary>The bodies of the calls, in their order.</summary>
    public ConcurrentQueue<JsonElement> Calls { get; } = new();

    /// <summary>What each was signed with, empty for nothing, and the bytes that were signed, as text.</summary>
    public ConcurrentQueue<(string Id, string Time, string Signature, string Body)> Signatures { get; } = new();

    /// <summary>The paths of the calls.</summary>
    public ConcurrentQueue<string> Paths { get; } = new();

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.app.Run(receiver.ReceiveAsync);
        await receiver.app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        var body = JsonSerializer.Deserialize<JsonElement>(text);
        var (status, location) = Answer(Calls.Count);
        Paths.Enqueue(context.Request.Path);
        var headers = context.Request.Headers;
        Signatures.Enqueue((headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString(), headers["webhook-signature"].ToString(), text));
        Calls.Enqueue(body);
        context.Response.StatusCode = (int)status;
        if (location is not null) context.Response.Headers.Location = location;
    }
}

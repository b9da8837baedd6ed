using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using WebCap.Audit;
using WebCap.Paging;
using WebCap.Tests.Support;

namespace WebCap.Tests.Security;

/// <summary>Requests that are made to cost (R20). Bounds in time are options of the server, which are looked at rather than waited for.</summary>
public sealed class AbuseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AMessageThatIsTooLargeForTheHubEndsTheConnection()
    {
        await using var server = await TestServer.StartAsync();
        using var hub = await HubClient.ConnectAsync(server, server.Bearer());
        await hub.SendAsync($$"""{"type":4,"invocationId":"1","target":"Watch","arguments":["{{new string('x', 64 * 1024)}}"]}""");
        Assert.NotEqual(WebSocketState.Open, await hub.EndAsync());
        // Others are served as before.
        using var answer = await server.Bearer().GetAsync("/api/session", Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task TheHubsBoundsAreSet()
    {
        await using var server = await TestServer.StartAsync();
        var hub = server.Services.GetRequiredService<IOptions<HubOptions>>().Value;
        Assert.InRange(hub.MaximumReceiveMessageSize ?? long.MaxValue, 1024, 16 * 1024);
        Assert.InRange(hub.MaximumParallelInvocationsPerClient, 1, 8);
        Assert.NotEqual(true, hub.EnableDetailedErrors);
        Assert.True(hub.ClientTimeoutInterval is null || hub.ClientTimeoutInterval <= TimeSpan.FromSeconds(30));
    }

    // Every route, whether it takes a body or not: what is over the bound is not kept.
    [Fact]
    public async Task ABodyThatIsTooLargeIsRefusedByEveryRoute()
    {
        await using var server = await TestServer.StartAsync();
        var client = server.Bearer();
        foreach (var (method, path) in EndpointTable.Of(server))
        {
            if (method is "GET" or "DELETE" || path.StartsWith("/hubs", StringComparison.Ordinal)) continue;
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new LongContent() };
            request.Headers.Add("Origin", server.Origin);
            HttpStatusCode? status;
            try
            {
                using var answer = await client.SendAsync(request, Cancellation);
                status = answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                // The server answered and hung up while the body was still being sent, as it may.
                status = null;
            }

            // A route that takes no body answers without looking at it: 404 for a device that is not open, say.
            Assert.True(status is null || (int)status >= 400, $"{method} {path} answered {status}");
        }
    }

    [Fact]
    public async Task WhoeverAsksForAThousandCompilationsWaitsForHimself()
    {
        await using var server = await TestServer.StartAsync();
        var greedy = server.Bearer(await server.IssueAsync("viewer"));
        var other = server.Bearer();
        var refused = 0;
        using var enough = new CancellationTokenSource();
        var flood = Enumerable.Range(0, 64).Select(_ => FloodAsync()).ToArray();
        for (var count = 0; count < 20 || Volatile.Read(ref refused) == 0; count++)
        {
            using var answer = await CompileAsync(other, "tcp port 80", Cancellation);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await enough.CancelAsync();
        await Task.WhenAll(flood);

        // What waits at the end for the greedy one's part of the processor is given up.
        async Task FloodAsync()
        {
            var expression = string.Join(" or ", Enumerable.Range(1, 90).Select(port => $"tcp port {port * 7}"));
            try
            {
                while (!enough.IsCancellationRequested)
                {
                    using var answer = await CompileAsync(greedy, expression, enough.Token);
                    if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                    {
                        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
                        Assert.Contains("wait to be compiled", await answer.Content.ReadAsStringAsync(enough.Token), StringComparison.Ordinal);
                        Interlocked.Increment(ref refused);
                    }
                    else Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                }
            }
            catch (OperationCanceledException)
            {
                Assert.True(enough.IsCancellationRequested);
            }
        }

        static Task<HttpResponseMessage> CompileAsync(HttpClient client, string expression, CancellationToken cancellation) =>
            client.PostAsJsonAsync("/api/filters/compile", new { expression }, cancellation);
    }

    [Fact]
    public async Task GuessesAreInTheAuditLogWithoutFillingIt()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time: time);
        var guess = server.Bearer("guess");
        for (var minute = 0; minute < 2; minute++)
        {
            for (var attempt = 0; attempt < 20; attempt++)
            {
                using var answer = await guess.GetAsync("/api/session", Cancellation);
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            }

            time.Advance(TimeSpan.FromMinutes(1));
        }

        var log = server.Services.GetRequiredService<AuditLog>();
        await log.FlushAsync(Cancellation);
        var entries = await server.Services.GetRequiredService<AuditRepository>().ListAsync(new PageRequest(ListOrder.NewestFirst, 100, null, null), null, AuditAction.TokenRefused, Cancellation);
        Assert.Equal(["and 19 more since the last entry", ""], entries.Select(entry => entry.Detail));
    }

    /// <summary>JSON that begins well and goes on for four megabytes, of a length that is not said before.</summary>
    private sealed class LongContent : HttpContent
    {
        public LongContent() => Headers.ContentType = new MediaTypeHeaderValue("application/json");

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{\"name\":\""u8.ToArray(), Cancellation);
            var part = Encoding.ASCII.GetBytes(new string('x', 16 * 1024));
            for (var count = 0; count < 256; count++) await stream.WriteAsync(part, Cancellation);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}

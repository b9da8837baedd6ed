using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WebCap.Processes;
using WebCap.Tests.Support;

namespace WebCap.Tests.Processes;

public sealed class ProcessApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string OwnName => File.ReadAllText("/proc/self/comm").TrimEnd();

    [Fact]
    public async Task SocketsOfThisProcessAreFoundWithItsNumberAndName()
    {
        await using var server = await TestServer.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var connection = new TcpClient();
        await connection.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancellation);
        using var dual = new Socket(AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp) { DualMode = true };
        dual.Connect(IPAddress.Loopback, 9);
        var list = await server.Bearer(await server.IssueAsync("operator")).GetFromJsonAsync<JsonElement>("/api/processes", Cancellation);
        foreach (var (protocol, end, remote) in new[] { ("tcp", listener.LocalEndpoint, null), ("tcp", connection.Client.LocalEndPoint!, listener.LocalEndpoint), ("udp", dual.LocalEndPoint!, dual.RemoteEndPoint) })
        {
            var socket = list.GetProperty("sockets").EnumerateArray().Single(each =>
                (each.GetProperty("protocol").GetString(), each.GetProperty("localPort").GetInt32(), each.GetProperty("remotePort").GetInt32())
                == (protocol, ((IPEndPoint)end).Port, (remote as IPEndPoint)?.Port ?? 0));
            // Also where an IPv6 socket speaks IPv4.
            Assert.Equal("127.0.0.1", socket.GetProperty("localAddress").GetString());
            Assert.Equal((Environment.ProcessId, OwnName), (socket.GetProperty("processId").GetInt32(), socket.GetProperty("name").GetString()));
        }

        Assert.True(list.GetProperty("sample").GetProperty("descriptors").GetInt32() > 0);
    }

    [Fact]
    public async Task TheStreamBeginsWithTheTableAndGoesOnWithNews()
    {
        await using var server = await TestServer.StartAsync();
        using var hub = await HubClient.ConnectAsync(server, server.Bearer(await server.IssueAsync("operator")));
        await hub.StreamAsync("1", "Processes");
        Assert.True((await NextAsync(hub)).GetProperty("isWhole").GetBoolean());
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        while (true)
        {
            var news = await NextAsync(hub);
            Assert.False(news.GetProperty("isWhole").GetBoolean());
            if (news.GetProperty("sockets").EnumerateArray().Any(each => each.GetProperty("localPort").GetInt32() == port && each.GetProperty("state").GetString() == "listening")) break;
        }
    }

    [Fact]
    public async Task AViewerIsNotToldByTheHub()
    {
        await using var server = await TestServer.StartAsync();
        using var hub = await HubClient.ConnectAsync(server, server.Bearer(await server.IssueAsync("viewer")));
        await hub.StreamAsync("1", "Processes");
        Assert.Equal(3, (await hub.NextAsync("1")).GetProperty("type").GetInt32());
        Assert.False(server.Services.GetRequiredService<ProcessSource>().IsSampling);
    }

    [Fact]
    public async Task ATokenWithLimitsIsRefusedBothWaysAndTheSentenceSaysWhy()
    {
        await using var server = await TestServer.StartAsync();
        using var issued = await server.Bearer().PostAsJsonAsync("/api/tokens", new { name = "narrow", role = "operator", days = 1, interfaces = new[] { "lo" } }, Cancellation);
        var user = server.Bearer((await issued.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("token").GetString());
        var problem = await Problem.OfAsync(await user.GetAsync("/api/processes", Cancellation));
        Assert.Equal((HttpStatusCode.Forbidden, "EPERM", "processes"), (problem.Status, problem.Errno, problem.Request));
        Assert.Contains("interfaces lo", problem.Detail, StringComparison.Ordinal);
        using var hub = await HubClient.ConnectAsync(server, user);
        await hub.StreamAsync("1", "Processes");
        Assert.Contains("EPERM", (await hub.NextAsync("1")).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NobodyIsToldWhenTheServiceWasStartedSo()
    {
        await using var server = await TestServer.StartAsync(options => options with { Processes = options.Processes with { IsOffered = false } });
        var problem = await Problem.OfAsync(await server.Bearer().GetAsync("/api/processes", Cancellation));
        Assert.Equal((HttpStatusCode.Forbidden, "EPERM"), (problem.Status, problem.Errno));
        Assert.Contains("--no-processes", problem.Detail, StringComparison.Ordinal);
        var session = await server.Bearer().GetFromJsonAsync<JsonElement>("/api/session", Cancellation);
        Assert.False(session.GetProperty("server").GetProperty("processes").GetBoolean());
    }

    [Fact]
    public async Task WhoBeginsToAskIsNotedOnce()
    {
        await using var server = await TestServer.StartAsync();
        var user = server.Bearer(await server.IssueAsync("operator"));
        for (var i = 0; i < 3; i++) (await user.GetAsync("/api/processes", Cancellation)).Dispose();
        var entries = (await server.Bearer().GetFromJsonAsync<JsonElement>("/api/audit?action=process.list", Cancellation)).GetProperty("entries");
        Assert.Equal("a operator", Assert.Single(entries.EnumerateArray()).GetProperty("user").GetString());
    }

    [Fact]
    public async Task SamplesEndWithWhoWatchesAndAWhileAfterTheLastCall()
    {
        var time = new SteppedTime();
        using var source = new ProcessSource(new ProcessOptions(), time);
        Assert.False(source.IsSampling);
        using (var leave = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            await using var viewer = source.WatchAsync(leave.Token).GetAsyncEnumerator(leave.Token);
            Assert.True(await viewer.MoveNextAsync());
            // Long after the last call; but somebody watches, and the samples go on.
            var sample = (await source.GetAsync(Cancellation)).Sample.Time;
            time.Step(TimeSpan.FromMinutes(1));
            while (source.LatestSample <= sample) await Task.Delay(20, Cancellation);
            Assert.True(source.IsSampling);
            await leave.CancelAsync();
            // What is there already is still told.
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                while (await viewer.MoveNextAsync()) Assert.False(viewer.Current.IsWhole);
            });
        }

        while (source.IsSampling) await Task.Delay(20, Cancellation);
        var anew = await source.GetAsync(Cancellation);
        Assert.All(anew.Sockets, socket => Assert.True(socket.WasThere));
        Assert.True(source.IsSampling);
        time.Step(TimeSpan.FromMinutes(1));
        while (source.IsSampling) await Task.Delay(20, Cancellation);
    }

    private static async Task<JsonElement> NextAsync(HubClient hub)
    {
        var message = await hub.NextAsync("1");
        Assert.Equal(2, message.GetProperty("type").GetInt32());
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(message.GetProperty("item").GetBytesFromBase64()));
        return document.RootElement.Clone();
    }

    /// <summary>A clock that goes on as the system's does, and jumps when it is told to.</summary>
    private sealed class SteppedTime : TimeProvider
    {
        private long steps;

        public void Step(TimeSpan by) => Interlocked.Add(ref steps, (long)(by.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref steps);
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Bpf.Engine.Device;
using Bpf.Wire;
using Microsoft.Extensions.DependencyInjection;
using WebCap.NetBpf;
using WebCap.Tests.Support;

namespace WebCap.Tests.NetBpf;

/// <summary>net.bpf over HTTP [NET-1] [NET-2] [NET-3].</summary>
public sealed class NetBpfTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StatisticsComeAsJsonOrAsNetstatPrintsThem()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Equal(
            """{"received":0,"dropped":0,"captured":0}""", await server.Bearer().GetStringAsync("/api/net/bpf/stats", Cancellation));
        Assert.Equal(
            "bpf:\n\t0 total packets received\n\t0 total packets captured\n\t0 total packets dropped\n", await GetTextAsync(server, "/api/net/bpf/stats"));
    }

    [Fact]
    public async Task TheLargestBufferIsTheOption()
    {
        await using var server = await TestServer.StartAsync(options => options with { Limits = options.Limits with { MaxBufferBytes = 65536 } });
        Assert.Equal("""{"maxBufferBytes":65536}""", await server.Bearer().GetStringAsync("/api/net/bpf/maxbufsize", Cancellation));
        Assert.Equal("net.bpf.maxbufsize: 65536\n", await GetTextAsync(server, "/api/net/bpf/maxbufsize"));
    }

    [Theory]
    [InlineData("viewer")]
    [InlineData("operator")]
    public async Task OnlyAdministratorsSeePeers(string role)
    {
        await using var server = await TestServer.StartAsync();
        using var answer = await server.Bearer(await server.IssueAsync(role)).GetAsync("/api/net/bpf/peers", Cancellation);
        var problem = await Problem.OfAsync(answer);
        Assert.Equal(HttpStatusCode.Forbidden, problem.Status);
        Assert.Equal("EPERM", problem.Errno);
        Assert.Equal("net.bpf.peers", problem.Request);
    }

    [Fact]
    public async Task AnOpenDeviceIsAPeer()
    {
        await using var server = await TestServer.StartAsync();
        var table = server.Services.GetRequiredService<BpfDeviceTable>();
        var owner = new DeviceOwner("ada", "192.0.2.7", 4711);
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, owner, out var device));
        Assert.Equal(Errno.OK, device!.SetImmediate(owner, true));

        var peer = (await server.Bearer().GetFromJsonAsync<JsonElement>("/api/net/bpf/peers", Cancellation)).EnumerateArray().Single();
        Assert.Equal(1, peer.GetProperty("minor").GetInt32());
        Assert.Equal(4711, peer.GetProperty("pid").GetInt32());
        Assert.Equal("-RS-", peer.GetProperty("flags").GetString());
        Assert.Equal("idle", peer.GetProperty("state").GetString());
        Assert.Equal("both", peer.GetProperty("direction").GetString());
        Assert.Equal("ada", peer.GetProperty("owner").GetProperty("user").GetString());
        Assert.Equal("", peer.GetProperty("interface").GetString());

        var lines = (await GetTextAsync(server, "/api/net/bpf/peers")).Split('\n');
        Assert.Equal("Active BPF peers", lines[0]);
        Assert.Equal("PID     Int     Recv     Drop     Capt     Flags  Bufsize  Comm", lines[1]);
        Assert.Equal("4711            0        0        0        I-RS-  32768    ada", lines[2]);
    }

    [Fact]
    public void AllFlagsAndHostileNamesKeepTheColumns()
    {
        var peer = new PeerInfo
        {
            Minor = 3,
            BufferBytes = 65536,
            State = PeerState.Waiting,
            IsPromiscuous = true,
            IsImmediate = true,
            SeesSent = true,
            IsHeaderComplete = true,
            HasFeedback = false,
            IsLocked = false,
            FilterDrop = FilterDrop.Pass,
            IgnoredDirections = FrameDirection.None,
            TimestampFormat = TimestampFormat.Nanoseconds,
            ReadTimeoutMs = 0,
            WaitTimeoutMs = null,
            FilterLength = 0,
            WriteFilterLength = 0,
            Owner = new DeviceOwner("e vil\u001b[2J\n"),
            InterfaceName = "eth 0",
            IsInterfaceGone = false,
            Statistics = new DeviceStatistics { Received = 7, Dropped = 1, Captured = 3 },
            Lifetime = default,
        };
        Assert.Equal("0       eth?0   7        1        3        WPRSH  65536    e?vil?[2J?", NetstatText.Format([peer]).Split('\n')[2]);
        Assert.StartsWith("T", Row(peer with { State = PeerState.TimedOut }), StringComparison.Ordinal);
        Assert.StartsWith("I-RS-", Row(peer with { State = PeerState.Idle, IsPromiscuous = false, IsHeaderComplete = false }), StringComparison.Ordinal);

        static string Row(PeerInfo one) => NetstatText.Format([one]).Split('\n')[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[5];
    }

    [Fact] // [NET-2]
    public async Task PeersComeAsBytesWithAnElementSizeAndAMaximum()
    {
        await using var server = await TestServer.StartAsync();
        var table = server.Services.GetRequiredService<BpfDeviceTable>();
        var owner = new DeviceOwner("ada");
        for (var i = 0; i < 3; i++) table.Open(BpfDeviceTable.CloningMinor, owner, out _);
        table.Find(2, out var second);
        second!.SetHeaderComplete(owner, true);
        second.SetFeedback(owner, true);
        second.SetLocked(owner);

        Assert.Equal(3 * PeerElement.Length, (await GetBytesAsync(server, "")).Length);
        Assert.Equal(2 * PeerElement.Length, (await GetBytesAsync(server, "?size=0&max=2")).Length);
        Assert.Equal(3 * 4, (await GetBytesAsync(server, "?size=4&max=-1")).Length);
        foreach (var size in new[] { -1, PeerElement.Length + 1 })
        {
            using var refused = await server.Bearer().GetAsync($"/api/net/bpf/peers?size={size}", Cancellation);
            var problem = await Problem.OfAsync(refused);
            Assert.Equal((HttpStatusCode.BadRequest, "EINVAL", "net.bpf.peers"), (problem.Status, problem.Errno, problem.Request));
        }

        var peers = await server.Bearer().GetFromJsonAsync<JsonElement[]>("/api/net/bpf/peers?max=2", Cancellation);
        Assert.Equal(2, peers!.Length);
        Assert.Equal("--SH", peers[1].GetProperty("flags").GetString());
        foreach (var flag in new[] { "headerComplete", "feedback", "locked" })
        {
            Assert.False(peers[0].GetProperty(flag).GetBoolean());
            Assert.True(peers[1].GetProperty(flag).GetBoolean());
        }
    }

    [Theory]
    [InlineData(true, FrameDirection.None, "both")]
    [InlineData(false, FrameDirection.None, "in")]
    [InlineData(true, FrameDirection.In, "out")]
    [InlineData(true, FrameDirection.Out, "in")]
    [InlineData(false, FrameDirection.In, "none")]
    public async Task TheDirectionIsWhatSeeSentAndTheMaskLeave(bool seesSent, FrameDirection ignored, string direction)
    {
        await using var server = await TestServer.StartAsync();
        var table = server.Services.GetRequiredService<BpfDeviceTable>();
        table.Open(BpfDeviceTable.CloningMinor, new DeviceOwner("ada"), out var device);
        Assert.Equal(direction, PeerView.Of(device!.Describe() with { SeesSent = seesSent, IgnoredDirections = ignored }).Direction);
    }

    [Theory]
    [InlineData("text/plain", "text/plain")]
    [InlineData("text/plain, application/json;q=0.5", "text/plain")]
    [InlineData("application/json, text/plain;q=0.5", "application/json")]
    [InlineData("application/json, text/plain", "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("not a media type", "application/json")]
    public async Task TextIsForWhoAsksForIt(string accept, string type)
    {
        await using var server = await TestServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/net/bpf/stats");
        request.Headers.TryAddWithoutValidation("Accept", accept);
        using var answer = await server.Bearer().SendAsync(request, Cancellation);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<byte[]> GetBytesAsync(TestServer server, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/net/bpf/peers" + query);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/octet-stream"));
        using var answer = await server.Bearer().SendAsync(request, Cancellation);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private static async Task<string> GetTextAsync(TestServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/plain"));
        using var answer = await server.Bearer().SendAsync(request, Cancellation);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync(Cancellation);
    }
}

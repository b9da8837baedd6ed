using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace WebCap.E2e;

/// <summary>Everything at once that costs the service something and whoever does it little (R20): a device loses no frame meanwhile, and others are served.</summary>
public class AbuseTests
{
    private const int Connections = 64;
    private const int SilentCount = 100;
    private const int SlowCount = 100;
    // More than may run and wait for one user.
    private const int FloodCount = 24;
    private const int Rounds = 20;
    private const int FramesPerRound = 50;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoFrameIsLostAndOthersAreServedWhateverStrangersAndViewersDo()
    {
        await using var server = await WebCapServer.StartNewAsync("--connections", $"{Connections}");
        await using var pair = await VethPair.CreateAsync();
        var minor = await server.OpenDeviceAsync(new { @interface = pair.Near, immediate = true }, Cancellation);
        using var reader = await LiveDownload.OpenAsync(server, minor, Cancellation);
        using var far = FrameSocket.Open(pair.Far, pair.Namespace);
        var token = await IssueAsync(server, "viewer");
        using var hub = await SendTooMuchAsync(server, token);
        List<Socket> strangers = [];
        using var enough = new CancellationTokenSource();
        var refused = 0;
        var flood = Enumerable.Range(0, FloodCount).Select(_ => FloodAsync(server, token, () => Interlocked.Increment(ref refused), enough.Token)).ToArray();
        try
        {
            // Before the others come: a connection that has not sent its first request yet is a stranger too.
            while (Volatile.Read(ref refused) == 0)
            {
                await Task.Delay(10, Cancellation);
                // One that failed has more to say than the limit of the test.
                if (flood.FirstOrDefault(one => one.IsFaulted) is { } failed) await failed;
            }

            for (var count = 0; count < SilentCount + SlowCount; count++)
            {
                var stranger = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                strangers.Add(stranger);
                await stranger.ConnectAsync(IPAddress.Loopback, server.Address.Port, Cancellation);
            }

            var slow = strangers[SilentCount..];
            await Task.WhenAll(slow.Select(each => TrySendAsync(each, $"GET /api/session HTTP/1.1\r\nHost: 127.0.0.1:{server.Address.Port}\r\nX-Slow: ")));
            for (var round = 0; round < Rounds; round++)
            {
                await Task.WhenAll(slow.Select(each => TrySendAsync(each, "x")));
                var frame = FrameBuilder.Udp((ushort)round, 9, new byte[200]);
                for (var i = 0; i < FramesPerRound; i++) far.Send(frame);
                var expected = Convert.ToHexString(frame);
                Assert.All(await reader.ReadAsync(FramesPerRound, Cancellation), read => Assert.Equal(expected, read.Hex));

                // Somebody else, on a connection of his own.
                using var other = new HttpClient { BaseAddress = server.Address };
                other.DefaultRequestHeaders.Authorization = server.Api.DefaultRequestHeaders.Authorization;
                using var answer = await other.PostAsJsonAsync("/api/filters/compile", new { expression = "tcp port 80" }, Cancellation);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }

            await EndAsync(hub);
            // Most have given way, and those that are left have so many seconds for their headers, a byte now and then or not.
            foreach (var stranger in slow) await EndAsync(stranger);
        }
        finally
        {
            await enough.CancelAsync();
            foreach (var stranger in strangers) stranger.Dispose();
        }

        await Task.WhenAll(flood);
        var device = await server.GetAsync($"/api/devices/{minor}", Cancellation);
        Assert.Equal(0, device.GetProperty("statistics").GetProperty("dropped").GetInt64());
        Assert.Equal(0, device.GetProperty("kernelDropped").GetInt64());
        Assert.Equal(0, device.GetProperty("feedDropped").GetInt64());
    }

    private static async Task<string> IssueAsync(WebCapServer server, string role)
    {
        using var answer = await server.Api.PostAsJsonAsync("/api/tokens", new { name = role, role, days = 1 }, Cancellation);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("token").GetString()!;
    }

    // A hub's connection that shakes hands and then sends 64 KiB as one message.
    private static async Task<ClientWebSocket> SendTooMuchAsync(WebCapServer server, string token)
    {
        var hub = new ClientWebSocket();
        hub.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await hub.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/capture"), Cancellation);
        await hub.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, Cancellation);
        await hub.SendAsync(Encoding.ASCII.GetBytes($$"""{"type":1,"target":"Watch","arguments":["{{new string('x', 64 * 1024)}}"]}""" + '\u001e'), WebSocketMessageType.Text, true, Cancellation);
        return hub;
    }

    private static async Task FloodAsync(WebCapServer server, string token, Action refused, CancellationToken enough)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var expression = string.Join(" or ", Enumerable.Range(1, 90).Select(port => $"tcp port {port * 7}"));
        try
        {
            while (!enough.IsCancellationRequested)
            {
                using var answer = await client.PostAsJsonAsync("/api/filters/compile", new { expression }, enough);
                if (answer.StatusCode == HttpStatusCode.TooManyRequests) refused();
                else Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
        }
        catch (OperationCanceledException)
        {
            // What waits at the end for this one's part of the processor is given up.
            Assert.True(enough.IsCancellationRequested);
        }
    }

    private static async Task TrySendAsync(Socket socket, string text)
    {
        try
        {
            await socket.SendAsync(Encoding.ASCII.GetBytes(text), Cancellation);
        }
        catch (SocketException)
        {
            // It has given way.
        }
    }

    // The message ends the connection of whoever has sent it, with a farewell or without.
    private static async Task EndAsync(ClientWebSocket hub)
    {
        try
        {
            while ((await hub.ReceiveAsync(new byte[4096], Cancellation)).MessageType != WebSocketMessageType.Close)
            {
                // The handshake's answer.
            }
        }
        catch (WebSocketException)
        {
            // Broken off.
        }
    }

    private static async Task EndAsync(Socket socket)
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[1024], Cancellation) > 0)
            {
                // The answer that it took too long.
            }
        }
        catch (SocketException)
        {
            // Closed with a reset.
        }
    }
}

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace WebCap.Tests.Support;

/// <summary>A client of the hub that speaks its JSON protocol: text messages that end with a record separator.</summary>
internal sealed class HubClient : IDisposable
{
    private const char Separator = '\u001e';

    private readonly ClientWebSocket socket = new();
    private readonly StringBuilder received = new();

    private HubClient()
    {
    }

    /// <summary>Connects and shakes hands, with a token or as a page that is signed in.</summary>
    public static async Task<HubClient> ConnectAsync(TestServer server, HttpClient user)
    {
        var client = new HubClient();
        foreach (var header in user.DefaultRequestHeaders) client.socket.Options.SetRequestHeader(header.Key, string.Join(", ", header.Value));
        await client.socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/capture"), TestContext.Current.CancellationToken);
        await client.SendAsync("{\"protocol\":\"json\",\"version\":1}");
        Assert.Equal("{}", await client.ReceiveAsync());
        return client;
    }

    /// <summary>Calls a method that streams.</summary>
    public Task StreamAsync(string id, string method, params object?[] arguments) =>
        SendAsync(JsonSerializer.Serialize(new { type = 4, invocationId = id, target = method, arguments }));

    /// <summary>The next message of one call: an item (type 2), or its end (type 3).</summary>
    public async Task<JsonElement> NextAsync(string id)
    {
        while (true)
        {
            using var document = JsonDocument.Parse(await ReceiveAsync());
            var message = document.RootElement;
            if (message.TryGetProperty("invocationId", out var of) && of.GetString() == id) return message.Clone();
        }
    }

    /// <summary>Waits until the server ends the connection.</summary>
    public async Task<WebSocketState> EndAsync()
    {
        try
        {
            while (socket.State == WebSocketState.Open) await ReceiveAsync();
        }
        catch (WebSocketException)
        {
            // Broken off rather than closed.
        }

        return socket.State;
    }

    public Task SendAsync(string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);

    public void Dispose() => socket.Dispose();

    private async Task<string> ReceiveAsync()
    {
        var buffer = new byte[4096];
        while (true)
        {
            var text = received.ToString();
            var end = text.IndexOf(Separator, StringComparison.Ordinal);
            if (end >= 0)
            {
                received.Remove(0, end + 1);
                return text[..end];
            }

            var part = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            if (part.MessageType == WebSocketMessageType.Close) throw new WebSocketException("closed");
            received.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        }
    }
}

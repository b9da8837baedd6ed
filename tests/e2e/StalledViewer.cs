using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace WebCap.E2e;

/// <summary>
/// A viewer that asks for a device's stream and then reads nothing. It speaks SignalR's JSON protocol, each message ended by the record separator, over a socket
/// whose receive buffer is as small as the kernel allows, so that the service soon feels it.
/// </summary>
internal sealed class StalledViewer : IDisposable
{
    private const char Separator = '\u001e';
    private readonly ClientWebSocket socket = new();
    private readonly HttpMessageInvoker invoker;

    private StalledViewer()
    {
        invoker = new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
    }

    public static async Task<StalledViewer> WatchAsync(WebCapServer server, int minor, CancellationToken cancellation)
    {
        var viewer = new StalledViewer();
        viewer.socket.Options.SetRequestHeader("Authorization", $"Bearer {server.Token}");
        await viewer.socket.ConnectAsync(new Uri($"ws://{server.Address.Authority}/hubs/capture"), viewer.invoker, cancellation);
        await viewer.SendAsync("""{"protocol":"json","version":1}""", cancellation);
        var answer = await viewer.socket.ReceiveAsync(new byte[64], cancellation);
        Assert.Equal(3, answer.Count);
        await viewer.SendAsync($$"""{"type":4,"invocationId":"1","target":"Watch","arguments":[{{minor}},null,0]}""", cancellation);
        return viewer;
    }

    public void Dispose()
    {
        socket.Dispose();
        invoker.Dispose();
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var made = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 1 };
        await made.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(made, ownsSocket: true);
    }

    private Task SendAsync(string message, CancellationToken cancellation) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message + Separator), WebSocketMessageType.Text, endOfMessage: true, cancellation);
}

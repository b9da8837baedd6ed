using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace WebCap.E2e.Browser;

/// <summary>
/// A wire between a browser and the service that a test can cut: every connection breaks with a reset, and new ones are refused until it is
/// mended. The service takes loopback under any port, so the page works through it as it is.
/// </summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint server;
    private readonly ConcurrentDictionary<Socket, byte> open = new();
    private readonly Lock sync = new();
    private readonly Task accepting;
    private bool isCut;

    public CuttableProxy(Uri server)
    {
        this.server = new IPEndPoint(IPAddress.Loopback, server.Port);
        listener.Start();
        Address = new Uri($"http://{listener.LocalEndpoint}/");
        accepting = AcceptAsync();
    }

    /// <summary>Where a browser finds the service through this wire.</summary>
    public Uri Address { get; }

    public void Cut()
    {
        lock (sync) isCut = true;
        foreach (var socket in open.Keys) socket.Close(timeout: 0);
    }

    public void Mend()
    {
        lock (sync) isCut = false;
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true) connections.Add(CarryAsync(await listener.AcceptSocketAsync()));
        }
        catch (SocketException)
        {
            // The listener has been stopped: the test is over.
        }

        await Task.WhenAll(connections);
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        lock (sync)
        {
            if (!isCut)
            {
                open[near] = 0;
                open[far] = 0;
            }
        }

        try
        {
            if (!open.ContainsKey(near)) return;
            await far.ConnectAsync(server);
            await Task.WhenAll(PipeAsync(near, far), PipeAsync(far, near));
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // Cut, or one side has gone away: both ends learn it below.
        }
        finally
        {
            open.TryRemove(near, out _);
            open.TryRemove(far, out _);
            near.Close(timeout: 0);
        }
    }

    private static async Task PipeAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer) is > 0 and var count)
        {
            for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
        }

        to.Shutdown(SocketShutdown.Send);
    }
}

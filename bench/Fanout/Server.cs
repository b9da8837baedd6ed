using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using WebCap.Capture;

namespace Fanout;

/// <summary>
/// The whole service, and two addresses more: a device's feed over a plain WebSocket, which is what there is to compare the hub with, and how much
/// managed memory is alive.
/// </summary>
internal static class Server
{
    public static Task<int> RunAsync(string[] args) => WebCap.Program.RunAsync(args, app =>
    {
        app.UseWebSockets();
        app.MapGet("/api/bench/raw/{minor:int}", PushAsync);
        app.MapGet("/api/bench/memory", () => GC.GetTotalMemory(forceFullCollection: true));
    });

    // The same feed as the hub's, the same items; each is one binary message.
    private static async Task PushAsync(HttpContext context, int minor, CaptureSessions sessions, CaptureOptions options)
    {
        if (!sessions.TryFind(minor, out var session, out _) || session.Join(0) is not { } feed)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = Array.Empty<byte>();
        try
        {
            await foreach (var item in feed.ReadAllAsync(options.IdleInterval, context.RequestAborted))
            {
                if (buffer.Length < item.LengthBytes) buffer = GC.AllocateUninitializedArray<byte>(item.LengthBytes);
                item.CopyTo(buffer);
                await socket.SendAsync(buffer.AsMemory(0, item.LengthBytes), WebSocketMessageType.Binary, endOfMessage: true, context.RequestAborted);
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or WebSocketException)
        {
            // The viewer has gone.
        }
        finally
        {
            session.Leave(feed);
        }
    }
}

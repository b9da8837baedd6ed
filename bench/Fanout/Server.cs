using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using WebCap;
using WebCap.Capture;
using WebCap.Configuration;

namespace Fanout;

/// <summary>
/// The whole service, and two addresses more: a device's feed over a plain WebSocket, which is what there is to compare the hub with, and how much
/// managed memory is alive.
/// </summary>
internal static class Server
{
    public static async Task<int> RunAsync(string[] args)
    {
        var command = StartCommand.Read(args, Console.Out, Console.Error);
        if (command.Options is not { } options) return command.ExitCode;
        await using var app = WebCap.Program.Build(options);
        app.UseWebSockets();
        app.MapGet("/api/bench/raw/{minor:int}", PushAsync);
        app.MapGet("/api/bench/memory", () => GC.GetTotalMemory(forceFullCollection: true));
        await app.StartAsync();
        foreach (var line in ReadyNotice.Lines(app.Services)) Console.WriteLine(line);
        await app.WaitForShutdownAsync();
        return 0;
    }

    // The same feed as the hub's, the same items; each is one binary message.
    private static async Task PushAsync(HttpContext context, int minor, CaptureSessions sessions, CaptureOptions options)
    {
        if (!sessions.TryFind(minor, out var session, out _) || session.Join(long.MaxValue) is not { } feed)
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

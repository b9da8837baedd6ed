using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using WebCap.Audit;
using WebCap.Devices;
using WebCap.Processes;
using WebCap.Security;

namespace WebCap.Capture;

/// <summary>
/// What browsers connect to. Its methods stream to their caller alone: each viewer has a feed and a sender of its own, and a stalled one holds
/// up nobody.
/// </summary>
[Authorize(Policies.Viewer)]
internal sealed class CaptureHub(
    CaptureSessions sessions,
    CountersSource counters,
    ProcessSource processes,
    ProcessOptions processOptions,
    CaptureOptions options,
    AuditLog audit,
    TimeProvider time) : Hub
{
    /// <summary>
    /// One viewer's records: the state, what the session still has, then live batches. On a reconnect <paramref name="sessionId"/> and
    /// <paramref name="nextRecord"/> are what the viewer saw last; then it is sent only what came after. If the minor has been closed and opened
    /// again meanwhile, that is another session, and the stream begins anew.
    /// </summary>
    /// <param name="minor">The device.</param>
    /// <param name="sessionId">16 hexadecimal digits, or null.</param>
    /// <param name="nextRecord">The number of the first record that the viewer does not have; 0 for everything there is.</param>
    /// <param name="cancellation">Ends with the viewer.</param>
    public async IAsyncEnumerable<FeedItem> Watch(
        int minor,
        string? sessionId,
        long nextRecord,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!sessions.TryFind(minor, out var session, out var refusal)) throw Refuse(refusal);
        var caller = Context.GetHttpContext()!;
        if (DeviceAccess.Check(caller, session) is { } denied) throw Refuse(denied);
        var isResumed = sessionId is not null && sessionId == DeviceView.FormatId(session.Id);
        var feed = session.Join(isResumed ? Math.Max(0, nextRecord) : 0)
            ?? throw Refuse(new Refusal(Bpf.Engine.Device.Errno.ENOBUFS, "watch", $"Device {minor} has {options.ViewersPerDevice} viewers, which is as many as it may."));
        sessions.LeaveOut(session, caller.Connection);
        audit.Record(caller, AuditAction.DeviceWatch, $"device {minor}", DeviceEndpoints.Describe(session));
        try
        {
            await foreach (var item in feed.ReadAllAsync(options.IdleInterval, cancellation)) yield return item;
        }
        finally
        {
            session.Leave(feed);
        }
    }

    /// <summary>Once a second, every interface's and device's counters as UTF-8 JSON.</summary>
    public async IAsyncEnumerable<byte[]> Counters([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        do yield return counters.Snapshot();
        while (await ticks.WaitForNextTickAsync(cancellation));
    }

    /// <summary>The machine's sockets and their processes as UTF-8 JSON: first all of them, then, when there is news, what is new.</summary>
    [Authorize(Policies.Operator)]
    public async IAsyncEnumerable<byte[]> Processes([EnumeratorCancellation] CancellationToken cancellation)
    {
        if (ProcessAccess.Check(Context.GetHttpContext()!, processOptions, processes, audit) is { } refusal) throw Refuse(refusal);
        await foreach (var news in processes.WatchAsync(cancellation))
        {
            foreach (var part in news.Split()) yield return JsonSerializer.SerializeToUtf8Bytes(part, JsonSerializerOptions.Web);
        }
    }

    private static HubException Refuse(Refusal refusal) => new($"{refusal.Errno}: {refusal.Detail}");
}

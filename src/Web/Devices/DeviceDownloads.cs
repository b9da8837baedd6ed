using Bpf.Engine.Device;
using Bpf.Wire;
using Microsoft.Net.Http.Headers;
using System.Globalization;
using System.IO.Pipelines;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Description;
using WebCap.Security;

namespace WebCap.Devices;

/// <summary>
/// Captures as files: <c>live</c> is a viewer whose feed never ends, for <c>curl … | wireshark -k -i -</c>; <c>recent</c> is what the session's
/// backlog has now. The server only moves records from one framing to another; it looks at no packet.
/// </summary>
internal static class DeviceDownloads
{
    public static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        var device = routes.MapGroup("").RequireAuthorization(Policies.Download);
        device.MapGet("/live.pcapng", (int minor, HttpContext context, CaptureSessions sessions, CaptureOptions options) =>
            LiveAsync(minor, context, sessions, options, CaptureFileWriter.Pcapng))
            .Describe("downloadLivePcapng", "A capture as it goes on, as pcapng", "Everything that the device still has, then what comes, until one side hangs up: curl … | wireshark -k -i -. It is a viewer, of which a device has a bounded number.")
            .AnswersBytes("application/x-pcapng").Refuses(Errno.ENOBUFS, "The device has as many viewers as it may.");
        device.MapGet("/live.pcap", (int minor, HttpContext context, CaptureSessions sessions, CaptureOptions options) =>
            LiveAsync(minor, context, sessions, options, CaptureFileWriter.Pcap))
            .Describe("downloadLivePcap", "A capture as it goes on, as pcap", "Everything that the device still has, then what comes, until one side hangs up: curl … | wireshark -k -i -. It is a viewer, of which a device has a bounded number.")
            .AnswersBytes("application/vnd.tcpdump.pcap").Refuses(Errno.ENOBUFS, "The device has as many viewers as it may.");
        device.MapGet("/recent.pcapng", (int minor, HttpContext context, CaptureSessions sessions) =>
            RecentAsync(minor, context, sessions, CaptureFileWriter.Pcapng))
            .Describe("downloadRecentPcapng", "What the device still has, as pcapng", "The backlog that a new viewer would be shown.")
            .AnswersBytes("application/x-pcapng");
        device.MapGet("/recent.pcap", (int minor, HttpContext context, CaptureSessions sessions) =>
            RecentAsync(minor, context, sessions, CaptureFileWriter.Pcap))
            .Describe("downloadRecentPcap", "What the device still has, as pcap", "The backlog that a new viewer would be shown.")
            .AnswersBytes("application/vnd.tcpdump.pcap");
    }

    private static async Task<IResult> LiveAsync(
        int minor,
        HttpContext context,
        CaptureSessions sessions,
        CaptureOptions options,
        Func<PipeWriter, CaptureSession, CaptureFileWriter> createWriter)
    {
        if (!sessions.TryFind(minor, out var session, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        // Whoever asked for the past wants it in the file.
        var feed = session.Join(session.Past is null ? long.MaxValue : 0);
        if (feed is null)
        {
            return DeviceEndpoints.Refuse(new Refusal(
                Errno.ENOBUFS, "watch", $"Device {minor} has {options.ViewersPerDevice} viewers, which is as many as it may."));
        }

        sessions.LeaveOut(session, context.Connection);
        try
        {
            var writer = Start(context, session, createWriter);
            // The file's header goes out at once: a reader on the other end of a pipe waits for it before it shows anything.
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await foreach (var item in feed.ReadAllAsync(options.IdleInterval, context.RequestAborted))
            {
                if (item.Header.Kind != BatchKind.Records) continue;
                writer.Write(item.Payload.Span, item.Header.TimestampFormat);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }

            writer.Finish(session, feed.DroppedRecords);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has hung up, which is how an endless download ends.
        }
        finally
        {
            session.Leave(feed);
        }

        return Results.Empty;
    }

    private static async Task<IResult> RecentAsync(
        int minor,
        HttpContext context,
        CaptureSessions sessions,
        Func<PipeWriter, CaptureSession, CaptureFileWriter> createWriter)
    {
        if (!sessions.TryFind(minor, out var session, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        var backlog = session.CopyBacklog();
        try
        {
            var writer = Start(context, session, createWriter);
            foreach (var batch in backlog)
            {
                writer.Write(batch.Records.Span, batch.Header.TimestampFormat);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            }

            writer.Finish(session, feedDropped: 0);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader has hung up.
        }
        finally
        {
            foreach (var batch in backlog) batch.Release();
        }

        return Results.Empty;
    }

    private static CaptureFileWriter Start(HttpContext context, CaptureSession session, Func<PipeWriter, CaptureSession, CaptureFileWriter> createWriter)
    {
        var writer = createWriter(context.Response.BodyWriter, session);
        context.RequestServices.GetRequiredService<AuditLog>().Record(
            context, AuditAction.DeviceDownload, $"device {session.Device.Minor}", $"{DeviceEndpoints.Describe(session)} ({context.Request.Path})");
        context.Response.ContentType = writer.ContentType;
        var name = string.Create(CultureInfo.InvariantCulture, $"webcap-{session.Interface.Name}-{session.OpenedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.{writer.Extension}");
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return writer;
    }
}

using System.IO.Pipelines;
using Bpf.Engine.Device;
using Bpf.Wire;
using Bpf.Wire.Files;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Description;
using WebCap.Downloads;
using WebCap.Security;

namespace WebCap.Devices;

/// <summary>
/// Captures as files: <c>live</c> is a viewer whose feed never ends, for <c>curl … | wireshark -k -i -</c>; <c>recent</c> is what the session's
/// backlog has now. Both are made while they are sent. The server only moves records from one framing to another; it looks at no packet.
/// </summary>
internal static class DeviceDownloads
{
    public static void MapDownloads(this IEndpointRouteBuilder routes)
    {
        var device = routes.MapGroup("").RequireAuthorization(Policies.Download);
        foreach (var format in new[] { CaptureFileFormat.Pcapng, CaptureFileFormat.Pcap })
        {
            var (extension, suffix) = format == CaptureFileFormat.Pcap ? ("pcap", "Pcap") : ("pcapng", "Pcapng");
            device.MapDownload($"/live.{extension}", (int minor, HttpContext context, CaptureSessions sessions, CaptureOptions options) =>
                Live(minor, context, sessions, options, format))
                .Describe($"downloadLive{suffix}", $"A capture as it goes on, as {extension}", "Everything that the device still has, then what comes, until one side hangs up: curl … | wireshark -k -i -. It is a viewer, of which a device has a bounded number.")
                .AnswersBytes(CaptureFormats.ContentTypeOf(format)).Refuses(Errno.ENOBUFS, "The device has as many viewers as it may.");
            device.MapDownload($"/recent.{extension}", (int minor, HttpContext context, CaptureSessions sessions) =>
                Recent(minor, context, sessions, format))
                .Describe($"downloadRecent{suffix}", $"What the device still has, as {extension}", "The backlog that a new viewer would be shown.")
                .AnswersBytes(CaptureFormats.ContentTypeOf(format));
        }
    }

    private static IResult Live(int minor, HttpContext context, CaptureSessions sessions, CaptureOptions options, CaptureFileFormat format)
    {
        if (!sessions.TryFind(minor, out var session, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        // Whoever asks for the head watches nothing.
        if (HttpMethods.IsHead(context.Request.Method)) return Answer(session, format, (_, _) => Task.CompletedTask);
        // Whoever asked for the past wants it in the file.
        var feed = session.Join(session.Past is null ? long.MaxValue : 0);
        if (feed is null)
        {
            return DeviceEndpoints.Refuse(new Refusal(
                Errno.ENOBUFS, "watch", $"Device {minor} has {options.ViewersPerDevice} viewers, which is as many as it may."));
        }

        sessions.LeaveOut(session, context.Connection);
        Note(context, session);
        return Answer(session, format, async (output, cancellation) =>
        {
            try
            {
                var writer = CaptureFileWriter.Create(format, output, session);
                // The file's header goes out at once: a reader on the other end of a pipe waits for it before it shows anything.
                await output.FlushAsync(cancellation);
                await foreach (var item in feed.ReadAllAsync(options.IdleInterval, cancellation))
                {
                    if (item.Header.Kind != BatchKind.Records) continue;
                    writer.Write(item.Payload.Span, item.Header.TimestampFormat);
                    await output.FlushAsync(cancellation);
                }

                writer.Finish(session, feed.DroppedRecords);
            }
            finally
            {
                session.Leave(feed);
            }
        });
    }

    private static IResult Recent(int minor, HttpContext context, CaptureSessions sessions, CaptureFileFormat format)
    {
        if (!sessions.TryFind(minor, out var session, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        if (!HttpMethods.IsHead(context.Request.Method)) Note(context, session);
        return Answer(session, format, async (output, cancellation) =>
        {
            var backlog = session.CopyBacklog();
            try
            {
                var writer = CaptureFileWriter.Create(format, output, session);
                foreach (var batch in backlog)
                {
                    writer.Write(batch.Records.Span, batch.Header.TimestampFormat);
                    await output.FlushAsync(cancellation);
                }

                writer.Finish(session, feedDropped: 0);
            }
            finally
            {
                foreach (var batch in backlog) batch.Release();
            }
        });
    }

    private static StreamedDownload Answer(CaptureSession session, CaptureFileFormat format, Func<PipeWriter, CancellationToken, Task> write) => new(
        CaptureFormats.ContentTypeOf(format),
        DownloadName.Attachment(DownloadName.Of(session.Interface.Name, session.OpenedAt), CaptureFormats.ExtensionOf(format)),
        write);

    private static void Note(HttpContext context, CaptureSession session) => context.RequestServices.GetRequiredService<AuditLog>().Record(
        context, AuditAction.DeviceDownload, $"device {session.Device.Minor}", $"{DeviceEndpoints.Describe(session)} ({context.Request.Path})");
}

using System.Globalization;
using System.IO.Pipelines;
using Bpf.Engine.Device;
using Bpf.Wire.Files;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.RateLimiting;
using WebCap.Audit;
using WebCap.Configuration;
using WebCap.Description;
using WebCap.Downloads;
using WebCap.Paging;
using WebCap.Problems;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Uploads;

/// <summary>/api/captures: capture files that come from elsewhere, to be played as interfaces.</summary>
internal static class UploadEndpoints
{
    private const string Request = "captures";
    private const string LimitPolicy = nameof(UploadEndpoints);

    // Each writes to the disk as fast as it comes; a third would only slow the other two, and what records live packets.
    private const int AtOnce = 2;

    // A browser hears a refusal only when its file has been taken from it. A longer file is cut off: the sender sees a broken connection.
    private const long MostDrainedBytes = 64 * 1024 * 1024;

    public static IServiceCollection AddUploads(this IServiceCollection services)
    {
        services.AddSingleton<UploadFolder>();
        services.AddSingleton<UploadRepository>();
        services.AddSingleton<RowCheck>(connection => UploadRepository.ReadAll(connection));
        services.AddSingleton<UploadCatalog>();
        services.AddHostedService(provider => provider.GetRequiredService<UploadCatalog>());
        return services.Configure<RateLimiterOptions>(limiter => limiter.AddConcurrencyLimiter(LimitPolicy, upload => upload.PermitLimit = AtOnce));
    }

    public static IEndpointRouteBuilder MapUploads(this IEndpointRouteBuilder routes)
    {
        var captures = routes.MapGroup("/api/captures").WithTags("Captures").Takes("id", "The capture's number.");
        captures.MapGet("", ([AsParameters] PageQuery page, HttpContext context, UploadCatalog uploads) =>
            page.Answer(context, Request, uploads.List(), upload => upload.Row.Id, UploadView.Of)).RequireAuthorization(Policies.Viewer)
            .Describe("listCaptures", "Lists the uploaded captures", "The oldest first; there are as many as --uploads allows.").TakesPage().Answers<IEnumerable<UploadView>>();
        captures.MapGet("/{id:long}", Show).RequireAuthorization(Policies.Viewer)
            .Describe("getCapture", "Shows an uploaded capture", "With the interface that plays it, and why it cannot be played if so.")
            .Answers<UploadView>().Refuses(Errno.ENXIO, "There is no such capture.");
        // The packets themselves: for those who may open a device and see them there.
        captures.MapDownload("/{id:long}/file", Download).RequireAuthorization(Policies.Operator)
            .Describe(
                "downloadCapture",
                "The file, as it is kept or in the other format",
                "Unpacked, and cut behind its last good packet where keep=good was asked for. pcap has one link type, and no place for names, comments, directions and books.")
            .Takes("format", CaptureFormats.Words).AnswersRanges(CaptureFormats.Pcapng, CaptureFormats.Pcap)
            .Refuses(Errno.EINVAL, "format is neither pcap nor pcapng, or the packets have several link types and pcap was asked for.")
            .Refuses(Errno.ENXIO, "There is no such capture, or its file is gone.").Refuses(Errno.EPERM, "The token's limits allow less than the file has.");
        captures.MapPost("", ReceiveAsync).RequireAuthorization(Policies.Operator).RequireRateLimiting(LimitPolicy)
            .Describe("uploadCapture", "Takes a capture file and plays it as an interface", $"{AtOnce} at once; --upload-bytes, also after unpacking, and --uploads bound it. What is over a bound leaves nothing.")
            .TakesBytes("application/octet-stream", "pcap or pcapng, also packed with gzip.")
            .Takes("name", "For people; the interface is named after it.").Takes("keep", "all: a damaged file is refused; good: it is kept as far as it is good.")
            .Takes("pace", "real, fast or packets a second.").Takes("loop", "Begins again at its end.")
            .Answers<UploadView>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "The query is wrong, or the file is damaged: offset is the byte, packets how many before it are good.")
            .Refuses(Errno.EPERM, "A token that is limited to interfaces adds none.").Refuses(Errno.EMSGSIZE, "The file is longer than --upload-bytes.")
            .Refuses(Errno.ENOBUFS, "There are as many captures as there may be.").Refuses(Errno.ENOMEM, "The disk is full.").UsesDatabase();
        captures.MapDelete("/{id:long}", DeleteAsync).RequireAuthorization(Policies.Operator)
            .Describe("deleteCapture", "Deletes an uploaded capture", "And the interface that played it.")
            .AnswersNothing().Refuses(Errno.ENXIO, "There is no such capture.").Refuses(Errno.EBUSY, "A device is attached to it.")
            .Refuses(Errno.EPERM, "The token's limits allow less than the file has.").UsesDatabase();
        return routes;
    }

    // The body is the file as it is: curl --data-binary @file. Forms would have to be taken apart first.
    private static async Task<IResult> ReceiveAsync(
        HttpContext context, string? name, string? keep, string? pace, bool? loop, UploadCatalog uploads, WebCapOptions options, AuditLog audit)
    {
        // A new interface is none of those that the token names.
        if (HttpContextOwner.GrantOf(context) is { Limits: { Interfaces: not null } limits })
            return Refuse(new UploadRefusal(Errno.EPERM, $"Your token cannot add an interface: it is limited to {DeviceAccess.Describe(limits)}."));
        if (!UploadRequest.TryRead(name, keep, pace, loop, out var request, out var fault)) return Refuse(new UploadRefusal(Errno.EINVAL, fault));
        var limit = context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>();
        if (!limit.IsReadOnly) limit.MaxRequestBodySize = options.UploadBytes;
        var (upload, refusal) = await uploads.ReceiveAsync(request, context.Request.BodyReader, HttpContextOwner.Of(context).User, context.RequestAborted);
        if (upload is not null)
        {
            audit.Record(context, AuditAction.CaptureUpload, $"capture {upload.Row.Id}", $"{upload.Row.Name}: {upload.Row.Packets} packets");
            return TypedResults.Created(UploadView.AddressOf(upload.Row.Id), UploadView.Of(upload));
        }

        await DrainAsync(context.Request.BodyReader, context.RequestAborted);
        return Refuse(refusal!);
    }

    private static IResult Show(long id, UploadCatalog uploads) => uploads.Find(id) is { } upload ? TypedResults.Ok(UploadView.Of(upload)) : Missing();

    private static IResult Download(long id, string? format, HttpContext context, UploadCatalog uploads, AuditLog audit)
    {
        if (uploads.Find(id) is not { Playing: { } playing } upload) return Missing();
        if (Check(context, upload) is { } refused) return Refuse(refused);
        var kept = upload.Row.Format == "pcapng" ? CaptureFileFormat.Pcapng : CaptureFileFormat.Pcap;
        if (!CaptureFormats.TryRead(format, kept, Request, out var wanted, out var refusal)) return refusal;
        if (wanted != kept && wanted == CaptureFileFormat.Pcap && playing.Summary.OtherLinkTypeCount > 0)
        {
            return Refuse(new UploadRefusal(
                Errno.EINVAL, $"Capture {id} has packets of several link types, and a pcap file has one for all; ask for it as it is kept, or open a device on {playing.Name}."));
        }

        if (uploads.TryOpen(upload) is not { } file) return Missing();
        context.Response.RegisterForDispose(file);
        // Whoever asks for the head takes nothing away.
        if (!HttpMethods.IsHead(context.Request.Method)) audit.Record(context, AuditAction.CaptureDownload, $"capture {id}", upload.Row.Name);
        var type = CaptureFormats.ContentTypeOf(wanted);
        // What its owner calls it, with the ending of what it is.
        var name = DownloadName.Attachment(DownloadName.WithoutEnding(upload.Row.Name), CaptureFormats.ExtensionOf(wanted));
        if (wanted == kept)
        {
            // A file that is kept never changes.
            var tag = string.Create(CultureInfo.InvariantCulture, $"{id}-{upload.Row.UploadedAt.ToUnixTimeMilliseconds():x}-{file.Length}");
            return new FileDownload(file, type, name, tag, upload.Row.UploadedAt);
        }

        var summary = playing.Summary;
        var described = summary.Interfaces.FirstOrDefault(each => each.LinkType == summary.LinkType);
        var conversion = new CaptureConversion(wanted, new CaptureInterface { LinkType = summary.LinkType, SnapLength = described?.SnapLength ?? 0 });
        return new StreamedDownload(type, name, (output, cancellation) => conversion.CopyAsync(file, output, cancellation));
    }

    private static async Task<IResult> DeleteAsync(long id, HttpContext context, UploadCatalog uploads, AuditLog audit)
    {
        if (uploads.Find(id) is not { } upload) return Missing();
        if ((Check(context, upload) ?? await uploads.DeleteAsync(id, HttpContextOwner.Of(context).User, context.RequestAborted)) is { } refusal) return Refuse(refusal);
        audit.Record(context, AuditAction.CaptureDelete, $"capture {id}", upload.Row.Name);
        return TypedResults.NoContent();
    }

    // The file has every packet that the interface has, and no filter in front of it.
    private static UploadRefusal? Check(HttpContext context, Upload upload) =>
        HttpContextOwner.GrantOf(context) is { } grant && !grant.Covers(upload.Playing?.Name ?? upload.Row.Interface, null)
            ? new UploadRefusal(Errno.EPERM, $"Capture {upload.Row.Id} has more than your token allows ({DeviceAccess.Describe(grant.Limits)}).")
            : null;

    private static async Task DrainAsync(PipeReader body, CancellationToken cancellation)
    {
        try
        {
            for (long drained = 0; drained < MostDrainedBytes;)
            {
                var read = await body.ReadAsync(cancellation);
                drained += read.Buffer.Length;
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) return;
            }
        }
        catch (Exception fault) when (fault is BadHttpRequestException or IOException or InvalidOperationException)
        {
            // It is too long, has broken off, or was read to its end already: there is nothing left to drain.
        }
    }

    private static IResult Missing() => Refuse(new UploadRefusal(Errno.ENXIO, "There is no such uploaded capture."));

    private static IResult Refuse(UploadRefusal refusal) => ErrnoProblem.Create(refusal.Errno, Request, refusal.Detail, refusal.Offset is null
        ? null
        : new Dictionary<string, object?> { ["offset"] = refusal.Offset, ["packets"] = refusal.Packets });
}

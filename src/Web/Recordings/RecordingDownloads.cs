using System.Globalization;
using System.IO.Pipelines;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Wire.Files;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Downloads;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Recordings;

/// <summary>
/// The packets of a recording: whole, in ranges, file by file, in the other format, or what a filter and a stretch of time leave of them. What lies on
/// the disk has a tag and ranges; what is made while it is sent has neither.
/// </summary>
internal static class RecordingDownloads
{
    private const string Request = "record";

    public static void MapDownloads(this IEndpointRouteBuilder recording)
    {
        Map("/file", null, "downloadRecording");
        Map("/file.pcapng", "pcapng", "downloadRecordingPcapng");
        Map("/file.pcap", "pcap", "downloadRecordingPcap");
        recording.MapDownload("/files/{number:int}", DownloadOneAsync).RequireAuthorization(Policies.Download)
            .Describe("downloadRecordingFile", "One file of a recording", "As it lies on the disk, up to its last whole packet, or in the other format.")
            .Takes("number", "The file's number, as the recording lists it.").Takes("format", CaptureFormats.Words)
            .AnswersRanges(CaptureFormats.Pcapng, CaptureFormats.Pcap).Refuses(Errno.EINVAL, "format is neither pcap nor pcapng.");

        // The address says the format, or the query does.
        void Map(string pattern, string? named, string operation)
        {
            var route = named is null
                ? recording.MapDownload(pattern, (long id, string? format, string? filter, string? from, string? to, HttpContext context) =>
                    DownloadAsync(id, format, new ExtractQuery(filter, from, to), context))
                : recording.MapDownload(pattern, (long id, string? filter, string? from, string? to, HttpContext context) =>
                    DownloadAsync(id, named, new ExtractQuery(filter, from, to), context));
            route.RequireAuthorization(Policies.Download)
                .Describe(
                    operation,
                    $"The packets of a recording{(named is null ? "" : $" as {named}")}, or what a filter and a stretch of time leave of them",
                    "All its files as one. While it runs, up to its last whole packet; the entity tag changes as it grows. In another format than it was made in, or with " +
                    "filter, from or to, it is made while it is sent and has no tag and no ranges. pcap has no place for names, comments, directions and books.")
                .Takes("filter", "An expression of pcap-filter(7).").Takes("from", "The first moment that is wanted: 2030-01-01T12:00:00Z, or seconds since 1970.")
                .Takes("to", "The first moment after it that is not.").Takes("format", CaptureFormats.Words);
            if (named is null) route.AnswersRanges(CaptureFormats.Pcapng, CaptureFormats.Pcap).Refuses(Errno.EINVAL, "format, filter, from or to are wrong.");
            else route.AnswersRanges(named == "pcap" ? CaptureFormats.Pcap : CaptureFormats.Pcapng).Refuses(Errno.EINVAL, "filter, from or to are wrong.");
        }
    }

    private static async Task<IResult> DownloadAsync(long id, string? wanted, ExtractQuery query, HttpContext context)
    {
        var recordings = context.RequestServices.GetRequiredService<RecordingService>();
        if (await recordings.FindAsync(id, context.RequestAborted) is not { } recording) return RecordingEndpoints.NotFound(id);
        var kept = recording.Settings.Format;
        if (!CaptureFormats.TryRead(wanted, kept, Request, out var format, out var refused)) return refused;
        if (query.IsWhole) return Answer(context, recordings, recording, format, null, "");
        var compiler = context.RequestServices.GetRequiredService<FilterCompiler>();
        var engine = context.RequestServices.GetRequiredService<BpfDeviceTable>().Limits.FilterEngine;
        return query.TryCompile(recording, compiler, engine, out var extract, out var refusal)
            ? Answer(context, recordings, recording, format, extract, "-extract")
            : DeviceEndpoints.Refuse(refusal);
    }

    private static async Task<IResult> DownloadOneAsync(long id, int number, string? format, HttpContext context, RecordingService recordings)
    {
        if (await recordings.FindAsync(id, context.RequestAborted) is not { } recording) return RecordingEndpoints.NotFound(id);
        if (!CaptureFormats.TryRead(format, recording.Settings.Format, Request, out var wanted, out var refusal)) return refusal;
        return recording.Files.FirstOrDefault(file => file.Number == number) is { } file
            ? Answer(context, recordings, recording with { Files = [file] }, wanted, null, string.Create(CultureInfo.InvariantCulture, $"-{number}"))
            : ErrnoProblem.Create(Errno.ENXIO, Request, $"Recording {id} has no file {number}; the ring may have deleted it.");
    }

    private static IResult Answer(HttpContext context, RecordingService recordings, Recording recording, CaptureFileFormat format, RecordingExtract? extract, string part)
    {
        if (TryOpen(recordings, recording) is not { } files) return Gone(recording.Id);
        context.Response.RegisterForDispose(files);
        // Whoever asks for the head takes nothing away.
        if (!HttpMethods.IsHead(context.Request.Method)) Note(context, recording);
        var type = CaptureFormats.ContentTypeOf(format);
        var name = DownloadName.Attachment(DownloadName.Of(recording.Settings.Interface, recording.StartedAt, part), CaptureFormats.ExtensionOf(format));
        if (format != recording.Settings.Format) return new StreamedDownload(type, name, (output, cancellation) => ConvertAsync(files, recording, format, extract, output, cancellation));
        return extract is null
            ? new FileDownload(files, type, name, TagOf(recording, files.Length), recording.EndedAt)
            : new StreamedDownload(type, name, (output, cancellation) => extract.CopyAsync(files, output.AsStream(leaveOpen: true), cancellation));
    }

    // Files only grow, and a ring's go whole: which files, how long they are together and whether the end is written say which bytes they are.
    private static string TagOf(Recording recording, long length)
    {
        var (oldest, newest) = recording.Files.Count > 0 ? (recording.Files[0].Number, recording.Files[^1].Number) : (0, 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{recording.Id}-{recording.StartedAt.ToUnixTimeMilliseconds():x}-{oldest}-{newest}-{length}{(recording.EndedAt is null ? "" : "-end")}");
    }

    private static Task ConvertAsync(
        FileSequence files, Recording recording, CaptureFileFormat format, RecordingExtract? extract, PipeWriter output, CancellationToken cancellation)
    {
        var settings = recording.Settings;
        var conversion = new CaptureConversion(format, new CaptureInterface
        {
            LinkType = recording.LinkType,
            Name = settings.Interface,
            Filter = settings.EffectiveFilter is { Length: > 0 } filter ? filter : null,
            SnapLength = settings.SnapLength,
        })
        {
            Comment = settings.Comment,
            Choice = extract is null ? null : extract.IsWanted,
        };
        return files.Length > 0 ? conversion.CopyAsync(files, output, cancellation) : conversion.WriteEmptyAsync(output, cancellation);
    }

    private static void Note(HttpContext context, Recording recording) => context.RequestServices.GetRequiredService<AuditLog>().Record(
        context, AuditAction.RecordingDownload, $"recording {recording.Id}", $"{RecordingEndpoints.Describe(recording)} ({context.Request.Path}{context.Request.QueryString})");

    private static FileSequence? TryOpen(RecordingService recordings, Recording recording)
    {
        try
        {
            return FileSequence.Open(recordings.Folder.Of(recording.Id), recording);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static IResult Gone(long id) =>
        ErrnoProblem.Create(Errno.ENXIO, Request, $"A file of recording {id} is not there any more; if a ring has just deleted it, try again.");
}

using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Wire.Files;
using Microsoft.Net.Http.Headers;
using System.Globalization;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Recordings;

/// <summary>The packets of a recording: whole, in ranges, file by file, or what a filter and a stretch of time leave of them.</summary>
internal static class RecordingDownloads
{
    public static void MapDownloads(this IEndpointRouteBuilder recording)
    {
        foreach (var format in new[] { CaptureFileFormat.Pcapng, CaptureFileFormat.Pcap })
        {
            recording.MapGet(
                format == CaptureFileFormat.Pcap ? "/file.pcap" : "/file.pcapng",
                (long id, string? filter, string? from, string? to, HttpContext context, RecordingService recordings, FilterCompiler compiler) =>
                    DownloadAsync(id, format, new ExtractQuery(filter, from, to), context, recordings, compiler)).RequireAuthorization(Policies.Download)
                .Describe(
                    format == CaptureFileFormat.Pcap ? "downloadRecordingPcap" : "downloadRecordingPcapng",
                    "The packets of a recording, or what a filter and a stretch of time leave of them",
                    "All its files as one. While it runs, up to its last whole packet; the entity tag changes as it grows. With filter, from or to it has no tag and no ranges.")
                .Takes("filter", "An expression of pcap-filter(7).").Takes("from", "The first moment that is wanted: 2030-01-01T12:00:00Z, or seconds since 1970.")
                .Takes("to", "The first moment after it that is not.")
                .AnswersRanges(ContentTypeOf(format))
                .Refuses(Errno.EINVAL, "It was made in the other format, or filter, from or to are wrong.");
        }

        recording.MapGet("/files/{number:int}", DownloadOneAsync).RequireAuthorization(Policies.Download)
            .Describe("downloadRecordingFile", "One file of a recording", "As it lies on the disk, up to its last whole packet.")
            .Takes("number", "The file's number, as the recording lists it.")
            .AnswersRanges(ContentTypeOf(CaptureFileFormat.Pcapng), ContentTypeOf(CaptureFileFormat.Pcap));
    }

    private static void Note(HttpContext context, Recording recording) => context.RequestServices.GetRequiredService<AuditLog>().Record(
        context, AuditAction.RecordingDownload, $"recording {recording.Id}", $"{RecordingEndpoints.Describe(recording)} ({context.Request.Path}{context.Request.QueryString})");

    private static async Task<IResult> DownloadAsync(
        long id, CaptureFileFormat format, ExtractQuery query, HttpContext context, RecordingService recordings, FilterCompiler compiler)
    {
        if (await recordings.FindAsync(id, context.RequestAborted) is not { } recording) return RecordingEndpoints.NotFound(id);
        Note(context, recording);
        var extension = recording.Settings.Extension;
        if (recording.Settings.Format != format) return ErrnoProblem.Create(Errno.EINVAL, "record", $"Recording {id} was made as {extension}: ask for file.{extension}.");
        if (query.IsWhole) return Send(recordings, recording, RecordingView.FileName(recording));
        if (!query.TryCompile(recording, compiler, context.RequestServices.GetRequiredService<BpfDeviceTable>().Limits.FilterEngine, out var extract, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        if (TryOpen(recordings, recording) is not { } files) return Gone(id);

        var response = context.Response;
        response.ContentType = ContentTypeOf(recording.Settings.Format);
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(RecordingView.FileName(recording, "-extract"));
        response.Headers.ContentDisposition = disposition.ToString();
        await using (files)
        {
            try
            {
                await extract.CopyAsync(files, response.Body, context.RequestAborted);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The reader has hung up.
            }
        }

        return Results.Empty;
    }

    private static async Task<IResult> DownloadOneAsync(long id, int number, HttpContext context, RecordingService recordings)
    {
        if (await recordings.FindAsync(id, context.RequestAborted) is not { } recording) return RecordingEndpoints.NotFound(id);
        Note(context, recording);
        if (recording.Files.FirstOrDefault(file => file.Number == number) is not { } file)
            return ErrnoProblem.Create(Errno.ENXIO, "record", $"Recording {id} has no file {number}; the ring may have deleted it.");
        return Send(recordings, recording with { Files = [file] }, RecordingView.FileName(recording, string.Create(CultureInfo.InvariantCulture, $"-{number}")));
    }

    // While it runs it is the recording up to its last whole packet; the tag changes as it grows.
    private static IResult Send(RecordingService recordings, Recording recording, string name)
    {
        if (TryOpen(recordings, recording) is not { } files) return Gone(recording.Id);
        var (oldest, newest) = recording.Files.Count > 0 ? (recording.Files[0].Number, recording.Files[^1].Number) : (0, 0);
        var tag = string.Create(CultureInfo.InvariantCulture, $"\"{recording.Id}-{oldest}-{newest}-{files.Length}\"");
        return TypedResults.Stream(files, ContentTypeOf(recording.Settings.Format), name, recording.EndedAt, new EntityTagHeaderValue(tag), enableRangeProcessing: true);
    }

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
        ErrnoProblem.Create(Errno.ENXIO, "record", $"A file of recording {id} is not there any more; if a ring has just deleted it, try again.");

    private static string ContentTypeOf(CaptureFileFormat format) =>
        format == CaptureFileFormat.Pcap ? "application/vnd.tcpdump.pcap" : "application/x-pcapng";
}

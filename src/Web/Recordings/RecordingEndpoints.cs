using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Paging;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Recordings;

/// <summary>/api/recordings: start, list, show, stop, delete; downloads are in <see cref="RecordingDownloads"/>.</summary>
internal static class RecordingEndpoints
{
    private const int DefaultListLength = 100;

    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        var recordings = routes.MapGroup("/api/recordings").WithTags("Recordings").Takes("id", "The recording's number.");
        recordings.MapGet("", ListAsync).RequireAuthorization(Policies.Viewer)
            .Describe("listRecordings", "Lists the recordings", "The newest first, in pages.")
            .TakesPage(DefaultListLength).Answers<IEnumerable<RecordingView>>();
        recordings.MapPost("", StartAsync).RequireAuthorization(Policies.Operator)
            .Describe("startRecording", "Starts a recording", "On an interface, with a device and a filter of its own, until it is stopped or has what it should stop at.")
            .Answers<RecordingView>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "The body is wrong; with a filter, offset says where and suggestion what was probably meant.").Refuses(Errno.ENXIO, "There is no such interface.")
            .Refuses(Errno.EPERM, "The service lacks the privilege, or the token's limits do not allow the interface.").Refuses(Errno.ENETDOWN, "The interface is down.")
            .Refuses(Errno.ENOBUFS, "There is no free device or no free place for a recording.").Refuses(Errno.ENOMEM, "The disk is full, or memory is.");
        recordings.MapGet("/space", ShowSpaceAsync).RequireAuthorization(Policies.Viewer)
            .Describe("getRecordingSpace", "What recordings take and what is left for them", "In bytes, with the bounds that the service was started with.").Answers<SpaceView>();

        recordings.MapGet("/{id:long}", ShowAsync).RequireAuthorization(Policies.Viewer)
            .Describe("getRecording", "Shows a recording", "With its files and its books.").Answers<RecordingView>().Refuses(Errno.ENXIO, "There is no such recording.");
        var recording = recordings.MapGroup("/{id:long}").AddEndpointFilter(RecordingAccess.FilterAsync)
            .Refuses(Errno.ENXIO, "There is no such recording.").Refuses(Errno.EPERM, "The recording has more than the token's limits allow.");
        recording.MapPost("/stop", StopAsync).RequireAuthorization(Policies.Operator)
            .Describe("stopRecording", "Stops a recording", "What is in its buffers is written first. One that has ended stays as it is.").Answers<RecordingView>();
        recording.MapDelete("", DeleteAsync).RequireAuthorization(Policies.Operator)
            .Describe("deleteRecording", "Deletes a recording and its files", "It cannot be taken back.").AnswersNothing().Refuses(Errno.EBUSY, "It runs; stop it first.");
        recording.MapDownloads();
    }

    /// <summary>What a recording has, in words, for the audit log.</summary>
    internal static string Describe(Recording recording) => recording.Settings.EffectiveFilter is { Length: > 0 } filter
        ? $"{recording.Settings.Interface}: {filter}"
        : recording.Settings.Interface;

    internal static IResult NotFound(long id) => ErrnoProblem.Create(Errno.ENXIO, "record", $"There is no recording {id}; it may have been deleted.");

    private static async Task<IResult> ListAsync([AsParameters] PageQuery query, HttpContext context, RecordingService recordings)
    {
        if (!query.TryRead("record", ListOrder.NewestFirst, DefaultListLength, out var page, out var refusal)) return refusal;
        var list = await recordings.ListAsync(page, context.RequestAborted);
        return Page<Recording>.Of(page, list, recording => recording.Id).Answer(context, RecordingView.Of);
    }

    private static async Task<IResult> ShowAsync(long id, RecordingService recordings, CancellationToken cancellation) =>
        await recordings.FindAsync(id, cancellation) is { } found ? TypedResults.Ok(RecordingView.Of(found)) : NotFound(id);

    private static async Task<IResult> StartAsync(StartRecordingBody body, HttpContext context, RecordingService recordings, AuditLog audit)
    {
        if (!body.TryCheck(context.Connection, out var settings, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        (var recording, refusal) = await recordings.StartAsync(settings, HttpContextOwner.Of(context));
        if (recording is null) return DeviceEndpoints.Refuse(refusal!);
        audit.Record(context, AuditAction.RecordingStart, $"recording {recording.Id}", Describe(recording));
        return TypedResults.Created($"/api/recordings/{recording.Id}", RecordingView.Of(recording));
    }

    private static async Task<IResult> StopAsync(long id, HttpContext context, RecordingService recordings, AuditLog audit)
    {
        if (await recordings.StopAsync(id, $"It was stopped by {HttpContextOwner.Of(context).User}.") is not { } stopped) return NotFound(id);
        audit.Record(context, AuditAction.RecordingStop, $"recording {id}", Describe(stopped));
        return TypedResults.Ok(RecordingView.Of(stopped));
    }

    private static async Task<IResult> DeleteAsync(long id, HttpContext context, RecordingService recordings, AuditLog audit)
    {
        var found = await recordings.FindAsync(id);
        switch (found)
        {
            case null:
                return NotFound(id);
            case { State: RecordingState.Recording or RecordingState.Waiting }:
                return DeviceEndpoints.Refuse(new Refusal(Errno.EBUSY, "record", $"Recording {id} runs; stop it first."));
            default:
                await recordings.DeleteAsync(id);
                audit.Record(context, AuditAction.RecordingDelete, $"recording {id}", Describe(found));
                return TypedResults.NoContent();
        }
    }

    private static async Task<IResult> ShowSpaceAsync(RecordingService recordings, RecordingOptions options, CancellationToken cancellation)
    {
        var all = await recordings.ListAsync(cancellation: cancellation);
        return TypedResults.Ok(new SpaceView(
            all.Sum(recording => recording.LengthBytes), recordings.Folder.FreeBytes, options.KeepFreeBytes, options.TotalBytes, (int)options.MaxAge.TotalDays));
    }
}

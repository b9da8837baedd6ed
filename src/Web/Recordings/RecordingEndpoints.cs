using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Devices;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Recordings;

/// <summary>/api/recordings: start, list, show, stop, delete; downloads are in <see cref="RecordingDownloads"/>.</summary>
internal static class RecordingEndpoints
{
    private const int DefaultListLength = 100;
    private const int LongestList = 1000;

    public static void MapRecordings(this IEndpointRouteBuilder routes)
    {
        var recordings = routes.MapGroup("/api/recordings");
        recordings.MapGet("/", ListAsync).RequireAuthorization(Policies.Viewer);
        recordings.MapPost("/", StartAsync).RequireAuthorization(Policies.Operator);
        recordings.MapGet("/space", ShowSpaceAsync).RequireAuthorization(Policies.Viewer);

        recordings.MapGet("/{id:long}", ShowAsync).RequireAuthorization(Policies.Viewer);
        var recording = recordings.MapGroup("/{id:long}").AddEndpointFilter(RecordingAccess.FilterAsync);
        recording.MapPost("/stop", StopAsync).RequireAuthorization(Policies.Operator);
        recording.MapDelete("/", DeleteAsync).RequireAuthorization(Policies.Operator);
        recording.MapDownloads();
    }

    /// <summary>What a recording has, in words, for the audit log.</summary>
    internal static string Describe(Recording recording) => recording.Settings.EffectiveFilter is { Length: > 0 } filter
        ? $"{recording.Settings.Interface}: {filter}"
        : recording.Settings.Interface;

    internal static IResult NotFound(long id) => ErrnoProblem.Create(Errno.ENXIO, "record", $"There is no recording {id}; it may have been deleted.");

    private static async Task<IResult> ListAsync(int? limit, long? before, RecordingService recordings, CancellationToken cancellation)
    {
        if (limit is < 1 or > LongestList) return ErrnoProblem.Create(Errno.EINVAL, "record", $"limit must be 1 to {LongestList}.");
        var list = await recordings.ListAsync(limit ?? DefaultListLength, before ?? long.MaxValue, cancellation);
        return TypedResults.Ok(list.Select(RecordingView.Of));
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

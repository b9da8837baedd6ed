using Bpf.Engine.Device;
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

        var recording = recordings.MapGroup("/{id:long}");
        recording.MapGet("/", ShowAsync).RequireAuthorization(Policies.Viewer);
        recording.MapPost("/stop", StopAsync).RequireAuthorization(Policies.Operator);
        recording.MapDelete("/", DeleteAsync).RequireAuthorization(Policies.Operator);
        recording.MapDownloads();
    }

    internal static IResult NotFound(long id) => ErrnoProblem.Create(Errno.ENXIO, "record", $"There is no recording {id}; it may have been deleted.");

    private static async Task<IResult> ListAsync(int? limit, long? before, RecordingService recordings, CancellationToken cancellation)
    {
        if (limit is < 1 or > LongestList) return ErrnoProblem.Create(Errno.EINVAL, "record", $"limit must be 1 to {LongestList}.");
        var list = await recordings.ListAsync(limit ?? DefaultListLength, before ?? long.MaxValue, cancellation);
        return TypedResults.Ok(list.Select(RecordingView.Of));
    }

    private static async Task<IResult> ShowAsync(long id, RecordingService recordings, CancellationToken cancellation) =>
        await recordings.FindAsync(id, cancellation) is { } found ? TypedResults.Ok(RecordingView.Of(found)) : NotFound(id);

    private static async Task<IResult> StartAsync(StartRecordingBody body, HttpContext context, RecordingService recordings)
    {
        if (!body.TryCheck(context.Connection, out var settings, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        (var recording, refusal) = await recordings.StartAsync(settings, HttpContextOwner.Of(context));
        return recording is null
            ? DeviceEndpoints.Refuse(refusal!)
            : TypedResults.Created($"/api/recordings/{recording.Id}", RecordingView.Of(recording));
    }

    private static async Task<IResult> StopAsync(long id, HttpContext context, RecordingService recordings) =>
        await recordings.StopAsync(id, $"It was stopped by {HttpContextOwner.Of(context).User}.") is { } stopped
            ? TypedResults.Ok(RecordingView.Of(stopped))
            : NotFound(id);

    private static async Task<IResult> DeleteAsync(long id, RecordingService recordings)
    {
        switch (await recordings.FindAsync(id))
        {
            case null:
                return NotFound(id);
            case { State: RecordingState.Recording or RecordingState.Waiting }:
                return DeviceEndpoints.Refuse(new Refusal(Errno.EBUSY, "record", $"Recording {id} runs; stop it first."));
            default:
                await recordings.DeleteAsync(id);
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

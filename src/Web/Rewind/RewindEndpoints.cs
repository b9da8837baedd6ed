using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Paging;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Rewind;

/// <summary>/api/rewind/windows: make, list, show, remove.</summary>
internal static class RewindEndpoints
{
    public static void MapRewind(this IEndpointRouteBuilder routes)
    {
        var windows = routes.MapGroup("/api/rewind/windows").WithTags("Rewind").Takes("id", "The window's number.");
        windows.MapGet("", List).RequireAuthorization(Policies.Operator)
            .Describe("listWindows", "Lists the windows of the past", "In order of their numbers; those of interfaces that the caller may capture on.")
            .TakesPage().Answers<IEnumerable<WindowView>>();
        windows.MapPost("", MakeAsync).RequireAuthorization(Policies.Administrator)
            .Describe("makeWindow", "Has an interface keep its last packets", "From now on, and again when the service starts. One window an interface; it takes one of the devices.")
            .Answers<WindowView>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "The body is wrong; with a filter, offset says where and suggestion what was probably meant.").Refuses(Errno.ENXIO, "There is no such interface.")
            .Refuses(Errno.EPERM, "The service lacks the privilege.").Refuses(Errno.EBUSY, "The interface keeps a window already.")
            .Refuses(Errno.ENOBUFS, "There is no free device, or no room in memory or on the disk.").Refuses(Errno.ENOMEM, "There is no memory for the device's buffers.").UsesDatabase();
        windows.MapGet("/{id:long}", Show).RequireAuthorization(Policies.Operator)
            .Describe("getWindow", "Shows a window", "With what it has now and what was lost.").Answers<WindowView>().Refuses(Errno.ENXIO, "There is no such window.");
        windows.MapDelete("/{id:long}", RemoveAsync).RequireAuthorization(Policies.Administrator)
            .Describe("removeWindow", "Removes a window and its packets", "Devices that were opened with its past keep what they have.").AnswersNothing()
            .Refuses(Errno.ENXIO, "There is no such window.").UsesDatabase();
    }

    // Of interfaces that the caller's token allows; of others he learns nothing.
    private static IResult List([AsParameters] PageQuery page, HttpContext context, RewindWindows windows, TimeProvider time)
    {
        var grant = HttpContextOwner.GrantOf(context);
        var allowed = windows.List().Where(state => grant?.Allows(state.Kept.Settings.Interface) != false);
        return page.Answer(context, "rewind", allowed, state => state.Kept.Id, state => WindowView.Of(state, time));
    }

    private static IResult Show(long id, HttpContext context, RewindWindows windows, TimeProvider time) =>
        Find(id, context, windows) is { } found ? TypedResults.Ok(WindowView.Of(found, time)) : NotFound(id);

    /// <summary>A window that the caller's token allows him to know of; null when there is none.</summary>
    internal static WindowState? Find(long id, HttpContext context, RewindWindows windows) =>
        windows.Find(id) is { } found && HttpContextOwner.GrantOf(context)?.Allows(found.Kept.Settings.Interface) != false ? found : null;

    private static async Task<IResult> MakeAsync(MakeWindowBody body, HttpContext context, RewindWindows windows, AuditLog audit, TimeProvider time)
    {
        if (!body.TryCheck(context.Connection, out var settings, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        (var made, refusal) = await windows.MakeAsync(settings, HttpContextOwner.Of(context));
        if (made is null) return DeviceEndpoints.Refuse(refusal!);
        audit.Record(context, AuditAction.WindowMake, $"window {made.Kept.Id}", Describe(made.Kept));
        return TypedResults.Created($"/api/rewind/windows/{made.Kept.Id}", WindowView.Of(made, time));
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext context, RewindWindows windows, AuditLog audit)
    {
        if (await windows.RemoveAsync(id, $"The window was removed by {HttpContextOwner.Of(context).User}.") is not { } removed) return NotFound(id);
        audit.Record(context, AuditAction.WindowRemove, $"window {id}", Describe(removed.Kept));
        return TypedResults.NoContent();
    }

    private static string Describe(KeptWindow kept) =>
        kept.Settings.EffectiveFilter is { Length: > 0 } filter ? $"{kept.Settings.Interface}: {filter}" : kept.Settings.Interface;

    internal static IResult NotFound(long id) => ErrnoProblem.Create(Errno.ENXIO, "rewind", $"There is no window {id}; it may have been removed.");
}

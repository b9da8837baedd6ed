using Bpf.Engine.Device;
using Microsoft.AspNetCore.Http.HttpResults;
using WebCap.Audit;
using WebCap.Devices;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Rewind;

/// <summary>/api/rewind/windows: make, list, show, remove.</summary>
internal static class RewindEndpoints
{
    public static void MapRewind(this IEndpointRouteBuilder routes)
    {
        var windows = routes.MapGroup("/api/rewind/windows");
        windows.MapGet("", List).RequireAuthorization(Policies.Operator);
        windows.MapPost("", MakeAsync).RequireAuthorization(Policies.Administrator);
        windows.MapGet("/{id:long}", Show).RequireAuthorization(Policies.Operator);
        windows.MapDelete("/{id:long}", RemoveAsync).RequireAuthorization(Policies.Administrator);
    }

    // Of interfaces that the caller's token allows; of others he learns nothing.
    private static Ok<IEnumerable<WindowView>> List(HttpContext context, RewindWindows windows, TimeProvider time)
    {
        var grant = HttpContextOwner.GrantOf(context);
        return TypedResults.Ok(windows.List().Where(state => grant?.Allows(state.Kept.Settings.Interface) != false).Select(state => WindowView.Of(state, time)));
    }

    private static IResult Show(long id, HttpContext context, RewindWindows windows, TimeProvider time) =>
        windows.Find(id) is { } found && HttpContextOwner.GrantOf(context)?.Allows(found.Kept.Settings.Interface) != false
            ? TypedResults.Ok(WindowView.Of(found, time))
            : NotFound(id);

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

    private static IResult NotFound(long id) => ErrnoProblem.Create(Errno.ENXIO, "rewind", $"There is no window {id}; it may have been removed.");
}

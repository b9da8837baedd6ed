using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Description;
using WebCap.Devices;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Rewind.Triggers;

/// <summary>/api/rewind/windows/ID/triggers: make, list, show, remove.</summary>
internal static class TriggerEndpoints
{
    public static void MapTriggers(this IEndpointRouteBuilder routes)
    {
        var triggers = routes.MapGroup("/api/rewind/windows/{id:long}/triggers").WithTags("Rewind")
            .Takes("id", "The window's number.").Takes("trigger", "The trigger's number.").Refuses(Errno.ENXIO, "There is no such window, or no such trigger on it.");
        triggers.MapGet("", List).RequireAuthorization(Policies.Operator)
            .Describe("listTriggers", "Lists the triggers of a window", "In order of their numbers, with what each has seen and saved.").Answers<IEnumerable<TriggerView>>();
        triggers.MapPost("", MakeAsync).RequireAuthorization(Policies.Administrator)
            .Describe("makeTrigger", "Has a window saved when something comes", "The packets before and after it become a recording, and a webhook is called if one is given.")
            .Answers<TriggerView>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "The body is wrong; with a filter, offset says where and suggestion what was probably meant.")
            .Refuses(Errno.EPERM, "The webhook's host is none of --webhook-hosts.").Refuses(Errno.EBUSY, "The window has a trigger with that name.")
            .Refuses(Errno.ENOBUFS, $"The window has {RewindTriggers.MostOfAWindow} triggers.").Refuses(Errno.ENETDOWN, "The window waits for its interface.").UsesDatabase();
        triggers.MapGet("/{trigger:long}", Show).RequireAuthorization(Policies.Operator)
            .Describe("getTrigger", "Shows a trigger", "With what it has seen and saved since the service started.").Answers<TriggerView>();
        triggers.MapDelete("/{trigger:long}", RemoveAsync).RequireAuthorization(Policies.Administrator)
            .Describe("removeTrigger", "Removes a trigger", "Its recordings stay.").AnswersNothing().UsesDatabase();
    }

    private static IResult List(long id, HttpContext context, RewindWindows windows, RewindTriggers triggers) => RewindEndpoints.Find(id, context, windows) is { } window
        ? TypedResults.Ok(triggers.List(id).Select(trigger => TriggerView.Of(trigger, window.Window is not null)))
        : RewindEndpoints.NotFound(id);

    private static IResult Show(long id, long trigger, HttpContext context, RewindWindows windows, RewindTriggers triggers)
    {
        if (RewindEndpoints.Find(id, context, windows) is not { } window) return RewindEndpoints.NotFound(id);
        return triggers.Find(id, trigger) is { } found ? TypedResults.Ok(TriggerView.Of(found, window.Window is not null)) : NotFound(id, trigger);
    }

    private static async Task<IResult> MakeAsync(long id, MakeTriggerBody body, HttpContext context, RewindWindows windows, RewindTriggers triggers, AuditLog audit)
    {
        if (RewindEndpoints.Find(id, context, windows) is not { } window) return RewindEndpoints.NotFound(id);
        if (!body.TryCheck(out var settings, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        (var made, refusal) = await triggers.MakeAsync(id, settings, HttpContextOwner.Of(context));
        if (made is null) return DeviceEndpoints.Refuse(refusal!);
        audit.Record(context, AuditAction.TriggerMake, $"trigger {made.Kept.Id}", Describe(window, made));
        return TypedResults.Created($"/api/rewind/windows/{id}/triggers/{made.Kept.Id}", TriggerView.Of(made, isWindowKept: true));
    }

    private static async Task<IResult> RemoveAsync(long id, long trigger, HttpContext context, RewindWindows windows, RewindTriggers triggers, AuditLog audit)
    {
        if (RewindEndpoints.Find(id, context, windows) is not { } window) return RewindEndpoints.NotFound(id);
        if (await triggers.RemoveAsync(id, trigger) is not { } removed) return NotFound(id, trigger);
        audit.Record(context, AuditAction.TriggerRemove, $"trigger {trigger}", Describe(window, removed));
        return TypedResults.NoContent();
    }

    private static string Describe(WindowState window, Trigger trigger)
    {
        var settings = trigger.Kept.Settings;
        var told = settings.Webhook is { } address ? $"; tells {address.GetLeftPart(UriPartial.Authority)}" : "";
        return $"{settings.Name} on {window.Kept.Settings.Interface}: {settings.Condition}{told}";
    }

    private static IResult NotFound(long window, long trigger) =>
        ErrnoProblem.Create(Errno.ENXIO, "trigger", $"Window {window} has no trigger {trigger}; it may have been removed.");
}

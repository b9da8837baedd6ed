using System.Globalization;
using Bpf.Engine.Filter;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Recordings;

/// <summary>
/// Which recordings a token with limits may stop, delete and download: those that it could have watched being made, as
/// <see cref="DeviceAccess"/> has it for devices.
/// </summary>
internal static class RecordingAccess
{
    /// <summary>For the routes below <c>/api/recordings/{id}</c> that use the recording, rather than describe it.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        if (HttpContextOwner.GrantOf(context) is not { } grant) return await next(invocation);
        var services = context.RequestServices;
        // One that does not exist is refused by the endpoint, which knows how.
        if (!long.TryParse(context.GetRouteValue("id") as string, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            || await services.GetRequiredService<RecordingService>().FindAsync(id, context.RequestAborted) is not { } recording)
            return await next(invocation);
        var made = recording.Settings.Limits is { } limits ? new AccessGrant(limits, services.GetRequiredService<FilterCompiler>()) : null;
        return grant.Covers(recording.Settings.Interface, made)
            ? await next(invocation)
            : ErrnoProblem.Create(
                Bpf.Engine.Device.Errno.EPERM, "record", $"Recording {id} has more than your token allows ({DeviceAccess.Describe(grant.Limits)}).");
    }
}

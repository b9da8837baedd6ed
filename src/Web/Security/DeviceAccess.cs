using Bpf.Engine.Device;
using WebCap.Capture;
using WebCap.Problems;

namespace WebCap.Security;

/// <summary>
/// Which devices a token with limits may use: those on its interfaces that were opened under limits as narrow as its own. Otherwise watching
/// somebody else's device would get round the limits.
/// </summary>
internal static class DeviceAccess
{
    /// <summary>Why the caller may not use a device; null when he may.</summary>
    public static Refusal? Check(HttpContext context, CaptureSession session) => Check(context, session.Device, session.Interface.Name);

    private static Refusal? Check(HttpContext context, BpfDevice device, string interfaceName)
    {
        if (HttpContextOwner.GrantOf(context) is not { } grant || grant.Covers(interfaceName, device.Grant)) return null;
        return new Refusal(
            Errno.EPERM,
            "open",
            $"Device {device.Minor} captures more than your token allows ({Describe(grant.Limits)}); open a device of your own.");
    }

    /// <summary>For the routes below <c>/api/devices/{minor}</c> that use the device, rather than describe it.</summary>
    public static async ValueTask<object?> FilterAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var sessions = context.RequestServices.GetRequiredService<CaptureSessions>();
        // A minor that is none, or not open, is refused by the endpoint, which knows how.
        if (context.GetRouteValue("minor") is not string text || !int.TryParse(text, out var minor)
            || !sessions.TryFindDevice(minor, out var device, out var session, out _, out _))
            return await next(invocation);
        return Check(context, device, session?.Interface.Name ?? "") is { } refusal ? ErrnoProblem.Create(refusal.Errno, refusal.Request, refusal.Detail) : await next(invocation);
    }

    /// <summary>The limits in words.</summary>
    public static string Describe(AccessLimits limits)
    {
        List<string> words = [];
        if (limits.Interfaces is { } names) words.Add(names.Count == 0 ? "no interface" : $"interfaces {string.Join(", ", names)}");
        if (limits.Filter.Length > 0) words.Add($"only {limits.Filter}");
        if (limits.SnapLength is { } bytes) words.Add($"{bytes} bytes a frame");
        return string.Join("; ", words);
    }
}

using Bpf.Engine.Device;

namespace WebCap.Security;

/// <summary>Who makes a request, in the engine's terms.</summary>
internal static class HttpContextOwner
{
    /// <summary>The signed-in user and where the request comes from; privileged is who may open devices [OPEN-5].</summary>
    public static DeviceOwner Of(HttpContext context)
    {
        var user = context.User;
        return new DeviceOwner(
            user.Identity?.Name ?? "",
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            IsPrivileged: user.IsInRole(Roles.Operator) || user.IsInRole(Roles.Administrator));
    }
}

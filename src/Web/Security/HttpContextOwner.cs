using Bpf.Engine.Device;
using Bpf.Engine.Filter;

namespace WebCap.Security;

/// <summary>Who makes a request, in the engine's terms.</summary>
internal static class HttpContextOwner
{
    /// <summary>
    /// The signed-in user, where the request comes from, and what the token may have; privileged is who may open devices [OPEN-5].
    /// </summary>
    public static DeviceOwner Of(HttpContext context)
    {
        var user = context.User;
        return new DeviceOwner(
            user.Identity?.Name ?? "",
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            IsPrivileged: user.IsInRole(Roles.Operator) || user.IsInRole(Roles.Administrator))
        {
            Grant = GrantOf(context),
        };
    }

    /// <summary>What the caller's token may have; null for everything.</summary>
    public static AccessGrant? GrantOf(HttpContext context) => context.Features.Get<SignIn>()?.Token.Limits is { AllowsAllFrames: false } limits
        ? new AccessGrant(limits, context.RequestServices.GetRequiredService<FilterCompiler>())
        : null;
}

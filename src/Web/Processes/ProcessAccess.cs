using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Security;

namespace WebCap.Processes;

/// <summary>
/// Who is told about sockets and processes: operators, if the service was started to. Not those whose token has limits: the table is of the whole
/// machine, and which of its sockets belong to the frames that a token may see cannot be told without looking into frames.
/// </summary>
internal static class ProcessAccess
{
    public const string Request = "processes";

    /// <summary>Why the caller is not told; null when he is, and that he asks is noted.</summary>
    public static Refusal? Check(HttpContext context, ProcessOptions options, ProcessSource source, AuditLog audit)
    {
        if (!options.IsOffered) return new Refusal(Errno.EPERM, Request, "This service was started with --no-processes and tells nobody which processes there are.");
        if (HttpContextOwner.GrantOf(context) is { } grant)
        {
            return new Refusal(
                Errno.EPERM, Request, $"Your token is limited ({DeviceAccess.Describe(grant.Limits)}), and the sockets and processes of the whole machine are more than that.");
        }

        if (source.IsFirstAsk(HttpContextOwner.Of(context).User)) audit.Record(context, AuditAction.ProcessList, "");
        return null;
    }
}

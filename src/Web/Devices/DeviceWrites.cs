using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using System.Buffers;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Configuration;
using WebCap.Description;
using WebCap.Security;

namespace WebCap.Devices;

/// <summary>
/// POST /api/devices/{minor}/write: the body is one frame, sent on the device's interface [WRITE-1..4]. On loop0 every operator may; on a
/// wire only where the owner of the machine has said so (<c>--allow-write</c>). Each attempt is logged with who made it.
/// </summary>
internal static partial class DeviceWrites
{
    // More than any interface sends: Linux knows no MTU above 65,536.
    private const int LargestFrameBytes = 128 * 1024;

    // Above this the connection is not worth reading to its end.
    private const int LargestBodyBytes = 1024 * 1024;

    public static void MapWrite(this IEndpointRouteBuilder device) =>
        device.MapPost("/write", WriteAsync).RequireAuthorization(Policies.Operator).WithMetadata(new BodyLimit(LargestBodyBytes))
            .Describe("writeDevice", "Sends a frame on the device's interface", "write(2): the body is one frame with its link header. On loop0 every operator may; on a wire only with --allow-write.")
            .TakesBytes("application/octet-stream", "One frame, whole.")
            .Answers<WrittenView>()
            .Refuses(Errno.EPERM, "The service sends nothing on wires, the device is locked, or its write filter rejects the frame.")
            .Refuses(Errno.EINVAL, "The device has no interface, or the frame is too short.").Refuses(Errno.EMSGSIZE, "The frame is longer than the interface sends.")
            .Refuses(Errno.ENETDOWN, "The interface is down.").Refuses(Errno.EOPNOTSUPP, "The interface cannot send that.").Refuses(Errno.ENOBUFS, "The interface's queue is full.");

    private static async Task<IResult> WriteAsync(
        int minor, HttpContext context, CaptureSessions sessions, WebCapOptions options, AuditLog audit, ILogger<CaptureSession> logger)
    {
        if (!sessions.TryFindDevice(minor, out var device, out var session, out _, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        var buffer = ArrayPool<byte>.Shared.Rent(LargestFrameBytes + 1);
        try
        {
            var length = await context.Request.Body.ReadAtLeastAsync(buffer.AsMemory(0, LargestFrameBytes + 1), LargestFrameBytes + 1, throwOnEndOfStream: false, context.RequestAborted);
            var written = 0;
            var isForbidden = session?.Interface.Kind == InterfaceKind.Live && !options.AllowWrite;
            // A longer body is not here in full and must not be sent in part.
            var errno = isForbidden ? Errno.EPERM
                : length > LargestFrameBytes ? (session is null ? Errno.EINVAL : Errno.EMSGSIZE)
                : device.Write(buffer.AsSpan(0, length), out written);
            var owner = HttpContextOwner.Of(context);
            LogWrite(logger, owner.User, owner.RemoteAddress, minor, session?.Interface.Name ?? "", length, errno);
            audit.Record(context, AuditAction.DeviceWrite, $"device {minor}", $"{session?.Interface.Name}: {length} bytes, {errno}");
            return errno == Errno.OK
                ? TypedResults.Ok(new WrittenView(written))
                : DeviceEndpoints.Refuse(new Refusal(errno, "write", Explain(errno, isForbidden, device, session)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Explain(Errno errno, bool isForbidden, BpfDevice device, CaptureSession? session) => errno switch
    {
        Errno.EPERM when isForbidden => "This service sends nothing on network interfaces; its owner can start it with --allow-write. On loop0 every operator may write.",
        Errno.EPERM when device.Describe().IsLocked => "The device is locked (BIOCLOCK): nothing can be written until it is closed.",
        Errno.EPERM => "The device's write filter (BIOCSETWF) rejects this frame.",
        Errno.EINVAL => "The device has no interface to send on: it was never attached (BIOCSETIF), or the interface has disappeared; or the kernel refuses a frame that short.",
        Errno.EMSGSIZE => $"The frame is longer than the interface's link header and MTU ({session!.Interface.Mtu} bytes).",
        Errno.ENETDOWN => "The interface is down or has no carrier; nothing was sent and nobody saw the frame.",
        Errno.EOPNOTSUPP => session!.Interface.Unwritable ?? session.Interface.FeedbackUnavailable ?? "The interface cannot send this.",
        Errno.ENOBUFS => "The interface's queue is full; try again.",
        _ => Refusal.Ioctl(errno, "write").Detail,
    };

    [LoggerMessage(301, LogLevel.Information, "{User} from {Address} wrote through device {Minor} on {Interface}: {Bytes} bytes, {Errno}.")]
    private static partial void LogWrite(ILogger logger, string user, string address, int minor, string @interface, int bytes, Errno errno);
}

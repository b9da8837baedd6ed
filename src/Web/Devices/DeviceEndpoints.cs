using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Description;
using WebCap.Paging;
using WebCap.Problems;
using WebCap.Rewind;
using WebCap.Security;

namespace WebCap.Devices;

/// <summary>/api/devices: open, list, show, set, read, flush, close; ioctl and write have files of their own.</summary>
internal static class DeviceEndpoints
{
    public static void MapDevices(this IEndpointRouteBuilder routes)
    {
        var devices = routes.MapGroup("/api/devices").RequireAuthorization(Policies.Viewer).WithTags("Devices").Takes("minor", "The device's number.");
        devices.MapGet("", ([AsParameters] PageQuery page, HttpContext context, CaptureSessions sessions) =>
            page.Answer(context, "devices", DeviceView.List(sessions), device => device.Minor, device => device))
            .Describe("listDevices", "Lists the open devices", "In the order of their minors; there are as many as --devices allows.").TakesPage().Answers<IEnumerable<DeviceView>>();
        devices.MapPost("", Open).RequireAuthorization(Policies.Operator)
            .Describe("openDevice", "Opens a device", "On an interface, ready to be watched; without one it is open(2) and nothing else, to be set up by ioctls. A buffer size out of range is clamped.")
            .Answers<DeviceView>(StatusCodes.Status201Created)
            .Refuses(Errno.EINVAL, "The body is wrong; with a filter, offset says where and suggestion what was probably meant.").Refuses(Errno.ENXIO, "There is no such interface.")
            .Refuses(Errno.EPERM, "The service lacks the privilege, or the token's limits do not allow the interface.").Refuses(Errno.ENETDOWN, "The interface is down.")
            .Refuses(Errno.EDOM, "The timeout is too long for a timer.").Refuses(Errno.ENOBUFS, "Every device is in use.").Refuses(Errno.ENOMEM, "There is no memory for the buffers.");

        // To describe a device is for everybody; to use it, only for whom its frames are.
        var shown = devices.MapGroup("/{minor:int}").Refuses(Errno.ENXIO, "There is no such device, or it is not open.");
        shown.MapGet("", Show)
            .Describe("getDevice", "Shows a device", "Its settings, its owner and its books.").Answers<DeviceView>();
        shown.MapGet("/stats", (int minor, CaptureSessions sessions) =>
            WithDevice(sessions, minor, each => Results.Ok(DeviceStatisticsView.Of(each.GetStatistics()))))
            .Describe("getDeviceStatistics", "A device's books", "received = captured + rejected, and captured = delivered + dropped + held.").Answers<DeviceStatisticsView>();
        var device = devices.MapGroup("/{minor:int}").AddEndpointFilter(DeviceAccess.FilterAsync)
            .Refuses(Errno.ENXIO, "There is no such device, or it is not open.").Refuses(Errno.EPERM, "The device captures more than the token's limits allow, or is locked.");
        device.MapPatch("", Change).RequireAuthorization(Policies.Operator)
            .Describe("changeDevice", "Changes a device", "What is left out stays. The filter comes first: when it is refused, nothing has changed.").Answers<DeviceView>()
            .Refuses(Errno.EINVAL, "A value is out of range, or the filter is wrong: offset says where and suggestion what was probably meant.")
            .Refuses(Errno.EIO, "A read is pending, or the interface is gone.").Refuses(Errno.EDOM, "The timeout is too long for a timer.");
        device.MapDelete("", CloseAsync).RequireAuthorization(Policies.Operator)
            .Describe("closeDevice", "Closes a device", "Whoever watches is told who closed it.").AnswersNothing();
        device.MapPost("/flush", Flush).RequireAuthorization(Policies.Operator)
            .Describe("flushDevice", "Empties the buffers and sets the books to zero", "BIOCFLUSH.").AnswersNothing().Refuses(Errno.EIO, "A read is pending.");
        device.MapGet("/read", ReadAsync).RequireAuthorization(Policies.Operator)
            .Describe("readDevice", "Reads one hold buffer", "read(2): waits for it as long as the device's timeout says. The records are laid out as docs/record-layout.md has it.")
            .Takes("nonblock", "True: answers 204 when there is nothing to read now.")
            .AnswersBytes("application/octet-stream").AnswersNothing()
            .Refuses(Errno.EINVAL, "The device has no interface yet.").Refuses(Errno.EIO, "It is being watched, another read is pending, or its interface is gone.");
        device.MapIoctl();
        device.MapWrite();
        device.MapDownloads();
    }

    private static IResult Open(
        OpenDeviceBody body, HttpContext context, CaptureSessions sessions, RewindWindows windows, RewindOptions rewind, AuditLog audit)
    {
        if (body.IsBare) return OpenBare(body, context, sessions, audit);
        if (!body.TryCheck(context.Connection, out var request, out var refusal)) return Refuse(refusal);
        // Whose token does not allow the interface is refused below, and learns nothing of what it keeps.
        if (body.Rewind > 0 && HttpContextOwner.GrantOf(context)?.Allows(request.Interface) != false)
        {
            if (windows.Of(request.Interface) is not { } window)
            {
                return Refuse(new Refusal(
                    Errno.EINVAL, "rewind", $"The interface {request.Interface} keeps nothing of the past; open the device without rewind. An administrator can have it keep a window from now on: POST /api/rewind/windows."));
            }

            request = request with { Past = new PastRequest(window, TimeSpan.FromSeconds(body.Rewind.Value), rewind.PastBytes) };
        }

        (var session, refusal) = sessions.Open(request, HttpContextOwner.Of(context));
        if (session is null) return Refuse(refusal!);
        audit.Record(context, AuditAction.DeviceOpen, $"device {session.Device.Minor}", Describe(session));
        return Results.Created($"/api/devices/{session.Device.Minor}", DeviceView.Of(session));
    }

    // open(2) and nothing else: the rest is for ioctls.
    private static IResult OpenBare(OpenDeviceBody body, HttpContext context, CaptureSessions sessions, AuditLog audit)
    {
        if (!body.TryCheckLease(out var lease, out var refusal)) return Refuse(refusal);
        (var device, refusal) = sessions.OpenBare(lease, HttpContextOwner.Of(context));
        if (device is null) return Refuse(refusal!);
        audit.Record(context, AuditAction.DeviceOpen, $"device {device.Device.Minor}", "without an interface");
        return Results.Created($"/api/devices/{device.Device.Minor}", DeviceView.Of(device));
    }

    private static IResult Show(int minor, CaptureSessions sessions) =>
        sessions.TryFindDevice(minor, out _, out var session, out var bare, out var refusal)
            ? Results.Ok(session is null ? DeviceView.Of(bare!) : DeviceView.Of(session))
            : Refuse(refusal);

    private static IResult Change(int minor, ChangeDeviceBody body, HttpContext context, CaptureSessions sessions, AuditLog audit) =>
        With(sessions, minor, session =>
        {
            var owner = HttpContextOwner.Of(context);
            if (body.SnapLength is < 1 or > int.MaxValue)
                return Refuse(new Refusal(Errno.EINVAL, "BIOCSETF", $"snapLength must be 1 to {int.MaxValue}."));
            if (body.ReadTimeoutMs is < 0)
                return Refuse(new Refusal(Errno.EINVAL, "BIOCSRTIMEOUT", "readTimeoutMs must not be negative; 0 means no timeout."));
            if (body.Promiscuous is false && session.Device.Describe().IsPromiscuous)
                return Refuse(new Refusal(Errno.EINVAL, "BIOCPROMISC", "Promiscuous mode ends when the device is closed; it cannot be switched off before."));

            // The filter comes first because it is the one that can be wrong: if it is, nothing has been changed.
            if (body.Filter is not null || body.SnapLength is not null || body.ExcludeOwnTraffic is not null)
            {
                if (session.Settings.IsProgram && body.Filter is null)
                    return Refuse(new Refusal(Errno.EINVAL, "BIOCSETF", "The filter came as a program, which cannot be joined with this; send a filter expression too."));
                var expression = body.Filter?.Trim() ?? session.Settings.Filter;
                var snapLength = (uint)(body.SnapLength ?? session.Settings.SnapLength);
                var ownTraffic = body.ExcludeOwnTraffic switch
                {
                    true => session.LeaveOut(OwnTraffic.Exclusion(context.Connection)),
                    false => "",
                    null => session.Settings.OwnTraffic,
                };
                if (!sessions.TrySetFilter(session, expression, ownTraffic, snapLength, owner, out var refusal)) return Refuse(refusal);
            }

            var device = session.Device;
            (string Request, bool IsAsked, Func<Errno> Call)[] steps =
            [
                ("BIOCIMMEDIATE", body.Immediate is not null, () => device.SetImmediate(owner, body.Immediate!.Value)),
                ("BIOCSSEESENT", body.SeeSent is not null, () => device.SetSeeSent(owner, body.SeeSent!.Value)),
                ("BIOCSRTIMEOUT", body.ReadTimeoutMs is not null, () => device.SetReadTimeout(owner, body.ReadTimeoutMs!.Value / 1000, body.ReadTimeoutMs.Value % 1000 * 1000)),
                ("BIOCPROMISC", body.Promiscuous is true, () => device.SetPromiscuous(owner)),
            ];
            foreach (var (request, isAsked, call) in steps)
            {
                var errno = isAsked ? call() : Errno.OK;
                if (errno != Errno.OK) return Refuse(Refusal.Ioctl(errno, request));
            }

            audit.Record(context, AuditAction.DeviceChange, $"device {minor}", Describe(session));
            return Results.Ok(DeviceView.Of(session));
        });

    private static async Task<IResult> CloseAsync(int minor, HttpContext context, CaptureSessions sessions, AuditLog audit)
    {
        if (!sessions.TryFindDevice(minor, out _, out var session, out var bare, out var refusal)) return Refuse(refusal);
        // One that is being attached at this moment has a session when the line is over.
        var isClosed = bare is not null && (sessions.CloseBare(bare) || !sessions.TryFind(minor, out session, out _));
        if (!isClosed) isClosed = await sessions.CloseAsync(session!, $"The device was closed by {HttpContextOwner.Of(context).User}.");
        if (isClosed) audit.Record(context, AuditAction.DeviceClose, $"device {minor}", session is null ? "" : Describe(session));
        return Results.NoContent();
    }

    private static IResult Flush(int minor, HttpContext context, CaptureSessions sessions, AuditLog audit) =>
        WithDevice(sessions, minor, device =>
        {
            var errno = device.Flush(HttpContextOwner.Of(context));
            if (errno != Errno.OK) return Refuse(Refusal.Ioctl(errno, "BIOCFLUSH"));
            audit.Record(context, AuditAction.DeviceFlush, $"device {minor}");
            return Results.NoContent();
        });

    // One hold buffer, as read(2) of the device gives it. While viewers watch, their pump is the device's one reader.
    private static async Task<IResult> ReadAsync(int minor, bool? nonblock, HttpContext context, CaptureSessions sessions, AuditLog audit)
    {
        if (!sessions.TryFindDevice(minor, out var device, out var session, out _, out var refusal)) return Refuse(refusal);
        if (session?.ViewerCount > 0)
            return Refuse(new Refusal(Errno.EIO, "read", "The device is being watched, and a device has one reader; open a device of your own."));
        // A reader calls over and over: that he reads is worth an entry, how often is not.
        if (session?.IsFirstRead(HttpContextOwner.Of(context)) == true) audit.Record(context, AuditAction.DeviceRead, $"device {minor}", Describe(session));
        var buffer = GC.AllocateUninitializedArray<byte>(device.BufferBytes);
        var result = nonblock == true ? device.Read(buffer) : await device.ReadAsync(buffer, context.RequestAborted);
        return result.Errno switch
        {
            Errno.OK => Results.Bytes(buffer.AsMemory(0, result.LengthBytes), "application/octet-stream"),
            Errno.EAGAIN => Results.NoContent(),
            Errno.EINVAL => Refuse(new Refusal(Errno.EINVAL, "read", "The device has no interface yet, and so no buffers; give it one with the request BIOCSETIF.")),
            Errno.EIO when device.Describe().IsInterfaceGone => Refuse(new Refusal(Errno.EIO, "read", "The interface has disappeared and everything captured has been read.")),
            Errno.EIO => Refuse(new Refusal(Errno.EIO, "read", "Another read of this device is pending.")),
            var errno => Refuse(Refusal.Ioctl(errno, "read")),
        };
    }

    /// <summary>What a device captures, in words, for the audit log.</summary>
    internal static string Describe(CaptureSession session) =>
        session.Settings.EffectiveFilter is { Length: > 0 } filter ? $"{session.Interface.Name}: {filter}"
        : session.Settings.IsProgram ? $"{session.Interface.Name}: a program"
        : session.Interface.Name;

    private static IResult With(CaptureSessions sessions, int minor, Func<CaptureSession, IResult> use) =>
        sessions.TryFind(minor, out var session, out var refusal) ? use(session) : Refuse(refusal);

    private static IResult WithDevice(CaptureSessions sessions, int minor, Func<BpfDevice, IResult> use) =>
        sessions.TryFindDevice(minor, out var device, out _, out _, out var refusal) ? use(device) : Refuse(refusal);

    internal static IResult Refuse(Refusal refusal) =>
        ErrnoProblem.Create(refusal.Errno, refusal.Request, refusal.Detail, refusal.Request == "BIOCSETF"
            ? new Dictionary<string, object?> { ["suggestion"] = refusal.Suggestion, ["offset"] = refusal.Offset }
            : null);
}

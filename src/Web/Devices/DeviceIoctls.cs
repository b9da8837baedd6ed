using Bpf.Engine.Device;
using Bpf.Engine.Device.Ioctl;
using Bpf.Engine.Interfaces;
using WebCap.Audit;
using WebCap.Capture;
using WebCap.Description;
using WebCap.Problems;
using WebCap.Security;

namespace WebCap.Devices;

/// <summary>POST /api/devices/{minor}/ioctl: any request to a device by the name that bpf(4) has for it [IOCTL-1..5].</summary>
internal static class DeviceIoctls
{
    // A program of 4,096 instructions written out in full is some 250 KiB.
    private const int LargestBodyBytes = 512 * 1024;

    public static void MapIoctl(this IEndpointRouteBuilder device) =>
        device.MapPost("/ioctl", Send).RequireAuthorization(Policies.Operator).WithMetadata(new BodyLimit(LargestBodyBytes))
            .Describe("sendIoctl", "Any request of bpf(4), by its name", "Value and answer are a number, a flag, a name, a time or a program, as docs/devices.md has it for each request.")
            .Answers<IoctlAnswer>()
            .Refuses(Errno.EINVAL, "The device refuses the value, or refuses it in the state it is in; with a program, instruction and rule say why.")
            .Refuses(Errno.ENOTTY, "There is no such request.").Refuses(Errno.EIO, "A read is pending.").Refuses(Errno.EBUSY, "The device or the interface is in use.")
            .Refuses(Errno.EDOM, "The timeout is too long for a timer.").Refuses(Errno.ENETDOWN, "The interface is down.").Refuses(Errno.EOPNOTSUPP, "The interface cannot do that.")
            .Refuses(Errno.ENOMEM, "There is no memory, or no room for the answer.").Refuses(Errno.ENOBUFS, "There is no room.");

    private static IResult Send(int minor, IoctlBody body, HttpContext context, CaptureSessions sessions, InterfaceCatalog catalog, AuditLog audit)
    {
        if (!sessions.TryFindDevice(minor, out var device, out var session, out var bare, out var refusal)) return DeviceEndpoints.Refuse(refusal);
        var name = body.Request ?? "";
        IoctlRequest.All.TryGetValue(name, out var request);
        var argument = IoctlJson.Parse(body.Value, request?.Takes ?? IoctlKind.None, device.MaxInstructions);
        if (session is not null && MixesTimes(session, name, argument)) return DeviceEndpoints.Refuse(TimesAreFixed);

        NetworkInterface? found = null;
        var result = IoctlRequest.Send(device, HttpContextOwner.Of(context), name, argument, asked => found = catalog.Find(asked));
        if (result.Errno != Errno.OK) return Refuse(result, request?.Name ?? "ioctl", device);
        if (bare is not null && name == "BIOCSETIF") sessions.Adopt(bare, found!);
        if (name is "BIOCSETF" or "BIOCSETFNR") NoteProgram((IoctlValue.Program)argument!, session, bare);
        if (!OnlyAsks(name)) audit.Record(context, AuditAction.DeviceIoctl, $"device {minor}", Describe(name, argument));
        return TypedResults.Ok(new IoctlAnswer(name, IoctlJson.Format(result.Value)));
    }

    private static Refusal TimesAreFixed { get; } = new(
        Errno.EINVAL,
        "BIOCSTSTAMP",
        "Records that are already in the buffers would be read with the wrong times; choose the format before BIOCSETIF, or when opening the device.");

    // A batch says for all its records what their fractions count, and readers far away cannot tell when that changed within one.
    private static bool MixesTimes(CaptureSession session, string name, IoctlValue? argument) =>
        name == "BIOCSTSTAMP" && argument is IoctlValue.Number number && number.Value != (long)session.Device.TimestampFormat;

    // The expression that was there before no longer says what the filter is.
    private static void NoteProgram(IoctlValue.Program program, CaptureSession? session, BareDevice? bare)
    {
        var isProgram = program.Instructions.Count > 0;
        if (bare is not null) bare.HasProgram = isProgram;
        if (session is not null)
        {
            session.Settings = (session.Settings with { Filter = "", OwnTraffic = "", SnapLength = OpenRequest.DefaultSnapLength, IsProgram = isProgram })
                .Within(session.Device.Grant);
        }

    }

    private static bool OnlyAsks(string name) => name.StartsWith("BIOCG", StringComparison.Ordinal) || name is "BIOCVERSION" or "FIONREAD";

    private static string Describe(string name, IoctlValue? argument) => argument switch
    {
        IoctlValue.Number number => $"{name} {number.Value}",
        IoctlValue.Name text => $"{name} {text.Text}",
        IoctlValue.Time time => $"{name} {time.Seconds} s {time.Microseconds} us",
        IoctlValue.Program program => $"{name}, {program.Instructions.Count} instructions",
        _ => name,
    };

    private static IResult Refuse(in IoctlResult result, string request, BpfDevice device)
    {
        var detail = result.Reason ?? (result.Errno == Errno.EPERM && device.Describe().IsLocked
            ? "The device is locked (BIOCLOCK): its state and its packets can be read, and nothing else until it is closed."
            : result.Errno == Errno.EPERM && request == "BIOCSETIF" && device.Grant is AccessGrant grant
                ? $"Your token does not allow this interface ({DeviceAccess.Describe(grant.Limits)})."
                : Refusal.Ioctl(result.Errno, request).Detail);
        if (result.Violation.Rule is null) return ErrnoProblem.Create(result.Errno, request, detail);
        return ErrnoProblem.Create(result.Errno, request, detail, new Dictionary<string, object?>
        {
            ["instruction"] = result.Violation.InstructionIndex,
            ["rule"] = result.Violation.Rule,
        });
    }
}

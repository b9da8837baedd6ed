using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using WebCap.Rewind;
using WebCap.Security;

namespace WebCap.Capture;

/// <summary>
/// The sessions of all open devices. Opening is one step for the caller and several for the device (open, buffer length, options, filter,
/// interface); whichever of them fails, nothing is left behind. Any thread.
/// </summary>
internal sealed partial class CaptureSessions(
    BpfDeviceTable table,
    InterfaceCatalog catalog,
    FilterCompiler compiler,
    CaptureOptions options,
    TimeProvider time,
    ILogger<CaptureSession> logger)
{
    private readonly ConcurrentDictionary<int, CaptureSession> sessions = new();

    /// <summary>The open sessions, in order of their devices' minors.</summary>
    public IReadOnlyList<CaptureSession> List() => [.. sessions.Values.OrderBy(session => session.Device.Minor)];

    /// <summary>The session of an open device, or the refusal that its minor deserves.</summary>
    public bool TryFind(int minor, [NotNullWhen(true)] out CaptureSession? session, [NotNullWhen(false)] out Refusal? refusal)
    {
        session = null;
        refusal = null;
        switch (table.Find(minor, out _))
        {
            case Errno.OK when sessions.TryGetValue(minor, out session):
                return true;
            case Errno.OK when IsBare(minor):
                refusal = new Refusal(Errno.EINVAL, "BIOCSETIF", $"Device {minor} has no interface yet; give it one with the request BIOCSETIF.");
                return false;
            case Errno.EINVAL:
                refusal = new Refusal(Errno.EINVAL, "open", $"There is no device {minor}: minors go from {BpfDeviceTable.FirstMinor} to {table.Limits.DeviceCount}.");
                return false;
            default:
                refusal = new Refusal(Errno.ENXIO, "open", $"Device {minor} is not open; it was closed or its lease ran out.");
                return false;
        }
    }

    /// <summary>Opens a device on an interface, with everything that <paramref name="request"/> asks for.</summary>
    public (CaptureSession? Session, Refusal? Refusal) Open(OpenRequest request, DeviceOwner owner)
    {
        var past = request.Past is { } asked ? new PastReader(asked) : null;
        if (!TryOpenDevice(request, owner, past, out var opened, out var refusal))
        {
            past?.Release();
            return (null, refusal);
        }

        var settings = new SessionSettings(request.Filter, request.SnapLength, opened.OwnTraffic, request.Lease);
        var session = new CaptureSession(opened.Device, opened.Interface, settings, past?.Take(), options, time, logger);
        sessions[opened.Device.Minor] = session;
        return (session, null);
    }

    /// <summary>The same without a session: the caller reads the device, and closes it.</summary>
    public bool TryOpenDevice(
        OpenRequest request, DeviceOwner owner, [NotNullWhen(true)] out OpenedDevice? opened, [NotNullWhen(false)] out Refusal? refusal) =>
        TryOpenDevice(request, owner, null, out opened, out refusal);

    private bool TryOpenDevice(
        OpenRequest request,
        DeviceOwner owner,
        PastReader? past,
        [NotNullWhen(true)] out OpenedDevice? opened,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        opened = null;
        var networkInterface = catalog.Find(request.Interface);
        if (networkInterface is null)
        {
            var known = string.Join(", ", catalog.List().Select(each => each.Name));
            refusal = new Refusal(Errno.ENXIO, "BIOCSETIF", $"There is no interface with that name. This machine has: {known}.");
            return false;
        }

        var ownTraffic = networkInterface.Kind == InterfaceKind.Live ? request.OwnTraffic : "";
        if (!TryCompile(request.Filter, ownTraffic, networkInterface, request.SnapLength, out var program, out refusal)) return false;

        var errno = table.Open(BpfDeviceTable.CloningMinor, owner, out var device);
        refusal = errno == Errno.OK ? Configure(device!, request, owner, networkInterface, program, past) : RefuseOpen(errno);
        if (refusal is null)
        {
            opened = new OpenedDevice(device!, networkInterface, ownTraffic);
            return true;
        }

        if (device is not null) table.Close(device);
        return false;
    }

    /// <summary>
    /// Replaces a session's filter [IOCTL-5]: the device is flushed and its counters start over. The refusal says what is wrong with the
    /// expression, and then nothing has changed.
    /// </summary>
    public bool TrySetFilter(
        CaptureSession session,
        string expression,
        string ownTraffic,
        uint snapLength,
        DeviceOwner caller,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        lock (session.Filtering)
        {
            if (session.Interface.Kind != InterfaceKind.Live) ownTraffic = "";
            snapLength = Math.Min(snapLength, session.Device.Grant?.SnapLength ?? snapLength);
            if (!TryCompile(expression, ownTraffic, session.Interface, snapLength, out var program, out refusal)) return false;
            var errno = session.Device.SetFilter(caller, program);
            if (errno != Errno.OK)
            {
                refusal = Refusal.Ioctl(errno, "BIOCSETF");
                return false;
            }

            session.Settings = session.Settings with { Filter = expression, OwnTraffic = ownTraffic, SnapLength = snapLength, IsProgram = false };
            return true;
        }
    }

    /// <summary>
    /// Somebody comes to watch. A device that leaves out the service's own traffic leaves out this viewer's from now on; without a flush
    /// (BIOCSETFNR), so that nobody who watches already loses a record. Where the program would become too long, or a read is pending, it stays
    /// as it is.
    /// </summary>
    public void LeaveOut(CaptureSession session, ConnectionInfo viewer)
    {
        lock (session.Filtering)
        {
            var ownTraffic = session.LeaveOut(OwnTraffic.Exclusion(viewer));
            var settings = session.Settings;
            if (settings.OwnTraffic.Length == 0 || settings.OwnTraffic == ownTraffic) return;
            if (!TryCompile(settings.Filter, ownTraffic, session.Interface, settings.SnapLength, out var program, out _)) return;
            // Its user is who it was: whoever watches controls nothing [OPEN-4].
            if (session.Device.SetFilterWithoutFlush(session.Device.Describe().Owner, program) == Errno.OK)
                session.Settings = settings with { OwnTraffic = ownTraffic };
        }
    }

    /// <summary>Closes a session and its device. False when somebody else already has.</summary>
    public async Task<bool> CloseAsync(CaptureSession session, string reason)
    {
        if (!sessions.TryRemove(new KeyValuePair<int, CaptureSession>(session.Device.Minor, session))) return false;
        await session.CloseAsync(reason);
        table.Close(session.Device);
        return true;
    }

    /// <summary>Closes the sessions that nobody has watched for longer than their lease.</summary>
    public async Task CloseExpiredAsync()
    {
        CloseExpiredBare();
        foreach (var session in List())
        {
            var lease = session.Settings.Lease;
            if (lease > TimeSpan.Zero && session.UnwatchedFor is { } unwatched && unwatched >= lease)
                await CloseAsync(session, "Nobody watched the device, so its lease ran out.");
        }
    }

    private bool TryCompile(
        string expression,
        string ownTraffic,
        NetworkInterface networkInterface,
        uint snapLength,
        out FilterProgram? program,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        // The user's words first and by themselves: errors speak of them, and brackets in them must match.
        var result = compiler.Compile(expression, networkInterface.LinkType, snapLength);
        if (result.Succeeded && ownTraffic.Length > 0)
            result = compiler.Compile(OwnTraffic.Join(expression, ownTraffic), networkInterface.LinkType, snapLength);
        program = result.Program;
        refusal = result.Succeeded ? null : Refusal.Filter(result.Error);
        if (refusal is not null) return false;
        // No expression, but a snap length: a program of one instruction, "accept so many bytes".
        if (program is null && snapLength < OpenRequest.DefaultSnapLength)
            FilterProgram.TryCreate([new Instruction(Opcode.Return, 0, 0, snapLength)], table.Limits.MaxInstructions, ValidatorProfile.Minix, out program, out _);
        return true;
    }

    private static Refusal? Configure(
        BpfDevice device, OpenRequest request, DeviceOwner owner, NetworkInterface networkInterface, FilterProgram? program, PastReader? past)
    {
        long bufferBytes = request.BufferBytes;
        (string Request, Func<Errno> Call)[] steps =
        [
            ("BIOCSBLEN", () => device.SetBufferLength(owner, ref bufferBytes)),
            ("BIOCIMMEDIATE", () => device.SetImmediate(owner, request.Immediate)),
            ("BIOCSSEESENT", () => device.SetSeeSent(owner, request.SeeSent)),
            ("BIOCSTSTAMP", () => device.SetTimestampFormat(owner, request.TimestampFormat)),
            ("BIOCSRTIMEOUT", () => device.SetReadTimeout(owner, request.ReadTimeoutMs / 1000, request.ReadTimeoutMs % 1000 * 1000)),
            ("BIOCSETF", () => device.SetFilter(owner, program)),
            ("BIOCSETIF", () => past?.Attach(device, owner, networkInterface) ?? device.SetInterface(owner, networkInterface)),
            ("BIOCPROMISC", () => request.Promiscuous ? device.SetPromiscuous(owner) : Errno.OK),
        ];
        foreach (var (name, call) in steps)
        {
            var errno = call();
            if (errno == Errno.OK) continue;
            if (errno == Errno.EPERM && owner.Grant is AccessGrant grant && RefuseInterface(grant, networkInterface) is { } denied) return denied;
            return errno is Errno.EACCES or Errno.EPERM && networkInterface.Unavailable is { } why
                ? new Refusal(errno, name, why)
                : Refusal.Ioctl(errno, name);
        }

        return null;
    }

    // Null when it is not the grant that is in the way.
    private static Refusal? RefuseInterface(AccessGrant grant, NetworkInterface networkInterface)
    {
        if (grant.Allows(networkInterface.Name) && grant.TryGetGuard(networkInterface.LinkType, out _)) return null;
        var why = grant.Allows(networkInterface.Name)
            ? $"The filter that limits it ({grant.Limits.Filter}) has no meaning on {networkInterface.Name}"
            : $"It allows {DeviceAccess.Describe(grant.Limits)}";
        return new Refusal(Errno.EPERM, "BIOCSETIF", $"Your token does not allow this interface. {why}.");
    }

    private Refusal RefuseOpen(Errno errno) => errno switch
    {
        Errno.ENOBUFS => new Refusal(errno, "open",
            $"All {table.Limits.DeviceCount} devices are open. Close one on the devices page, or start WebCap with a larger --devices."),
        Errno.EACCES => new Refusal(errno, "open", "Your token may watch devices but not open one; that needs the role operator or administrator."),
        _ => Refusal.Ioctl(errno, "open"),
    };
}

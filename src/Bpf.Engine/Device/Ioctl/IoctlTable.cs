using Bpf.Engine.Filter;
using Bpf.Wire;
using static Bpf.Engine.Device.Ioctl.IoctlKind;

namespace Bpf.Engine.Device.Ioctl;

/// <summary>The requests, in the order of NetBSD's numbers, then those of the other BSDs.</summary>
internal static class IoctlTable
{
    private const int MajorVersion = 1;
    private const int MinorVersion = 1;

    public static IReadOnlyList<IoctlRequest> Requests { get; } =
    [
        Getter("BIOCGBLEN", Number, state => new IoctlValue.Number(state.BufferBytes)),
        new("BIOCSBLEN", Number, Number, SetBufferLength),
        new("BIOCSETF", Program, None, call => SetProgram(call, call.Device.SetFilter)),
        new("BIOCFLUSH", None, None, call => new(call.Device.Flush(call.Caller))),
        new("BIOCPROMISC", None, None, call => new(call.Device.SetPromiscuous(call.Caller))),
        new("BIOCGDLT", None, Number, GetLinkType),
        new("BIOCGETIF", None, Name, GetInterface),
        new("BIOCSETIF", Name, None, SetInterface),
        new("BIOCSRTIMEOUT", Time, None, call => new(call.Device.SetReadTimeout(call.Caller, call.Time.Seconds, call.Time.Microseconds))),
        Getter("BIOCGRTIMEOUT", Time, state => IoctlValue.Milliseconds(state.ReadTimeoutMs)),
        Getter("BIOCGSTATS", Statistics, state =>
            new IoctlValue.Statistics(state.Statistics.Received, state.Statistics.Dropped, state.Statistics.Captured)),
        new("BIOCIMMEDIATE", Flag, None, call => new(call.Device.SetImmediate(call.Caller, call.Flag))),
        Getter("BIOCVERSION", IoctlKind.Version, _ => new IoctlValue.Version(MajorVersion, MinorVersion)),
        Getter("BIOCGHDRCMPLT", Flag, state => IoctlValue.Flag(state.IsHeaderComplete)),
        new("BIOCSHDRCMPLT", Flag, None, call => new(call.Device.SetHeaderComplete(call.Caller, call.Flag))),
        new("BIOCGDLTLIST", Capacity, LinkTypes, GetLinkTypes),
        new("BIOCSDLT", Number, None, SetLinkType),
        Getter("BIOCGSEESENT", Flag, state => IoctlValue.Flag(state.SeesSent)),
        new("BIOCSSEESENT", Flag, None, call => new(call.Device.SetSeeSent(call.Caller, call.Flag))),
        Getter("BIOCGFEEDBACK", Flag, state => IoctlValue.Flag(state.HasFeedback)),
        new("BIOCSFEEDBACK", Flag, None, call => new(call.Device.SetFeedback(call.Caller, call.Flag))),
        new("FIONREAD", None, Number, GetReadableBytes),

        new("BIOCSETFNR", Program, None, call => SetProgram(call, call.Device.SetFilterWithoutFlush)),
        new("BIOCSETWF", Program, None, call => SetProgram(call, call.Device.SetWriteFilter)),
        new("BIOCLOCK", None, None, call => new(call.Device.SetLocked(call.Caller))),
        Getter("BIOCGDIRFILT", Number, state => new IoctlValue.Number((long)state.IgnoredDirections)),
        new("BIOCSDIRFILT", Number, None, call => new(call.Device.SetIgnoredDirections(call.Caller, (FrameDirection)Small(call.Number)))),
        Getter("BIOCGFILDROP", Number, state => new IoctlValue.Number((long)state.FilterDrop)),
        new("BIOCSFILDROP", Number, None, call => new(call.Device.SetFilterDrop(call.Caller, (FilterDrop)Small(call.Number)))),
        Getter("BIOCGTSTAMP", Number, state => new IoctlValue.Number((long)state.TimestampFormat)),
        new("BIOCSTSTAMP", Number, None, call => new(call.Device.SetTimestampFormat(call.Caller, (TimestampFormat)Small(call.Number)))),
        new("BIOCSWTIMEOUT", Time, None, call => new(call.Device.SetWaitTimeout(call.Caller, call.Time.Seconds, call.Time.Microseconds))),
        new("BIOCGWTIMEOUT", None, Time, GetWaitTimeout),
        new("BIOCDWTIMEOUT", None, None, call => new(call.Device.ClearWaitTimeout(call.Caller))),
    ];

    private static IoctlRequest Getter(string name, IoctlKind answers, Func<PeerInfo, IoctlValue> get) => new(name, None, answers, call =>
    {
        var errno = call.Device.GetState(call.Caller, out var state);
        return new IoctlResult(errno, state is null ? null : get(state));
    });

    // A number outside a byte must not come to mean another one when it is cut to the enumeration's size.
    private static byte Small(long number) => number is >= 0 and <= byte.MaxValue ? (byte)number : byte.MaxValue;

    private static IoctlResult SetBufferLength(IoctlCall call)
    {
        var sizeBytes = call.Number;
        var errno = call.Device.SetBufferLength(call.Caller, ref sizeBytes);
        return new IoctlResult(errno, errno == Errno.OK ? new IoctlValue.Number(sizeBytes) : null);
    }

    // [IOCTL-5]: the length comes first, nothing clears, and only a verified program gets to the device.
    private static IoctlResult SetProgram(IoctlCall call, Func<DeviceOwner, FilterProgram?, Errno> set)
    {
        var instructions = ((IoctlValue.Program)call.Argument!).Instructions;
        if (instructions.Count == 0) return new IoctlResult(set(call.Caller, null));
        var longest = call.Device.MaxInstructions;
        if (instructions.Count > longest)
            return new IoctlResult(Errno.EINVAL, Reason: $"A program may have {longest} instructions; this one has {instructions.Count}.");
        if (!FilterProgram.TryCreate([.. instructions], longest, ValidatorProfile.Minix, out var program, out var violation))
            return new IoctlResult(Errno.EINVAL, Reason: violation.Sentence, Violation: violation);
        return new IoctlResult(set(call.Caller, program));
    }

    private static IoctlResult SetInterface(IoctlCall call)
    {
        // EINVAL for a device that ever was attached comes before ENXIO for a name that nothing has [IF-1].
        var errno = call.Device.GetState(call.Caller, out var state);
        if (errno != Errno.OK) return new IoctlResult(errno);
        if (state!.IsLocked) return new IoctlResult(Errno.EPERM);
        if (state.InterfaceName.Length > 0 || state.IsInterfaceGone) return new IoctlResult(Errno.EINVAL);
        var networkInterface = call.FindInterface(((IoctlValue.Name)call.Argument!).Text);
        if (networkInterface is null) return new IoctlResult(Errno.ENXIO, Reason: "There is no interface of this name.");
        errno = call.Device.SetInterface(call.Caller, networkInterface);
        return new IoctlResult(errno, Reason: errno is Errno.EPERM or Errno.EACCES ? networkInterface.Unavailable : null);
    }

    private static IoctlResult GetInterface(IoctlCall call)
    {
        var errno = call.Device.GetInterface(call.Caller, out var networkInterface);
        return new IoctlResult(errno, networkInterface is null ? null : new IoctlValue.Name(networkInterface.Name));
    }

    private static IoctlResult GetLinkType(IoctlCall call)
    {
        var errno = call.Device.GetInterface(call.Caller, out var networkInterface);
        return new IoctlResult(errno, networkInterface is null ? null : new IoctlValue.Number((long)networkInterface.LinkType));
    }

    // An interface has one link type, so the list has one entry.
    private static IoctlResult GetLinkTypes(IoctlCall call)
    {
        var errno = call.Device.GetInterface(call.Caller, out var networkInterface);
        if (errno != Errno.OK) return new IoctlResult(errno);
        if (call.Argument is null) return new IoctlResult(Errno.OK, new IoctlValue.LinkTypes(1, []));
        if (call.Number < 1) return new IoctlResult(Errno.ENOMEM, Reason: "There is no room for the one link type.");
        return new IoctlResult(Errno.OK, new IoctlValue.LinkTypes(1, [(int)networkInterface!.LinkType]));
    }

    private static IoctlResult SetLinkType(IoctlCall call) =>
        new(call.Device.SetLinkType(call.Caller, call.Number));

    private static IoctlResult GetReadableBytes(IoctlCall call)
    {
        var errno = call.Device.GetReadableBytes(call.Caller, out var readableBytes);
        return new IoctlResult(errno, errno == Errno.OK ? new IoctlValue.Number(readableBytes) : null);
    }

    // As on OpenBSD, a wait without an end is no number.
    private static IoctlResult GetWaitTimeout(IoctlCall call)
    {
        var errno = call.Device.GetState(call.Caller, out var state);
        if (errno != Errno.OK) return new IoctlResult(errno);
        return state!.WaitTimeoutMs is { } timeoutMs
            ? new IoctlResult(Errno.OK, IoctlValue.Milliseconds(timeoutMs))
            : new IoctlResult(Errno.ENXIO, Reason: "No wait timeout is set.");
    }
}

using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Device;

// What the opener was granted. Frames only ever run through `filter`, which is the guard's program and the caller's as one: there is no moment
// at which a device has the one without the other.
public sealed partial class BpfDevice
{
    // As it was set, for when the guard comes with the interface.
    private FilterProgram? ownProgram;
    private FilterProgram? guard;

    /// <summary>What the opener was granted; null for everything.</summary>
    public DeviceGrant? Grant { get; }

    private uint GrantedSnapLength => Grant?.SnapLength ?? FilterProgram.AcceptWhole;

    // What SetInterface asks before anything is made: EPERM leaves the device as it was.
    private Errno EnterInterface(NetworkInterface networkInterface)
    {
        var errno = Compose(networkInterface, out var wanted, out var composed);
        if (errno != Errno.OK) return errno;
        guard = wanted;
        filter = InUse(composed);
        return Errno.OK;
    }

    private Errno Compose(NetworkInterface networkInterface, out FilterProgram? wanted, out FilterProgram? composed)
    {
        wanted = null;
        composed = ownProgram;
        if (Grant is null) return Errno.OK;
        if (!Grant.Allows(networkInterface.Name) || !Grant.TryGetGuard(networkInterface.LinkType, out wanted)) return Errno.EPERM;
        return GuardedProgram.TryCompose(wanted, ownProgram, GrantedSnapLength, out composed) ? Errno.OK : Errno.EINVAL;
    }

    /// <summary>
    /// How this device, with the settings that it has now, would judge frames of an interface, whether or not it is attached to it: the errors of
    /// <see cref="SetInterface"/> that come from what the opener was granted (EPERM, EINVAL), ENXIO when closed.
    /// </summary>
    public Errno CreateJudge(NetworkInterface networkInterface, out RecordJudge? judge)
    {
        ArgumentNullException.ThrowIfNull(networkInterface);
        using (sync.Enter())
        {
            judge = null;
            if (isClosed) return Errno.ENXIO;
            var errno = Compose(networkInterface, out _, out var composed);
            if (errno != Errno.OK) return errno;
            judge = new RecordJudge(composed, seesSent ? ignoredDirections : ignoredDirections | FrameDirection.Out, bufferBytes, timestampFormat);
            return Errno.OK;
        }
    }

    // EINVAL for a program that is too long together with the guard; then nothing has changed.
    private Errno Restrict(FilterProgram? program)
    {
        if (!GuardedProgram.TryCompose(guard, program, GrantedSnapLength, out var composed)) return Errno.EINVAL;
        ownProgram = program;
        filter = InUse(composed);
        return Errno.OK;
    }

    // Under the lock, unlike a program that is set: which guard it is joined with is known only here. An engine that is chosen by itself
    // compiles elsewhere, and one that is insisted on costs those whose frames are limited a millisecond.
    private FilterProgram? InUse(FilterProgram? composed)
    {
        if (composed != ownProgram) composed?.Use(limits.FilterEngine);
        return composed;
    }

    private bool MayControl(DeviceOwner caller) => caller.Grant is null || caller.Grant.Covers(attached?.Name ?? "", Grant);
}

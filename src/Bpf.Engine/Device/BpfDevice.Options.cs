using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Device;

// The ioctls [IOCTL-1..5], one method each. Every one is refused with EIO while a read is pending, and refreshes the owner otherwise; one that
// changes a setting is refused with EPERM once the device is locked. The getters all come out of one description, GetState.
public sealed partial class BpfDevice
{
    // The timers count milliseconds in a 32-bit number.
    private const long LargestTimeoutMs = int.MaxValue;
    private const long MicrosecondsPerSecond = 1_000_000;

    /// <summary>The size of each buffer (BIOCGBLEN), which is the only size a read may ask for.</summary>
    public int BufferBytes
    {
        get
        {
            using (sync.Enter()) return bufferBytes;
        }
    }

    /// <summary>The longest program that it takes.</summary>
    public int MaxInstructions => limits.MaxInstructions;

    /// <summary>What record fractions count (BIOCGTSTAMP).</summary>
    public TimestampFormat TimestampFormat
    {
        get
        {
            using (sync.Enter()) return timestampFormat;
        }
    }

    /// <summary>
    /// BIOCSBLEN [BUF-2]: clamps and aligns <paramref name="sizeBytes"/>, writes it back and stores it. EINVAL once buffers exist.
    /// </summary>
    public Errno SetBufferLength(DeviceOwner caller, ref long sizeBytes)
    {
        using (sync.Enter())
        {
            var errno = EnterChange(caller);
            if (errno != Errno.OK) return errno;
            if (buffers is not null) return Errno.EINVAL;
            bufferBytes = limits.FitBufferBytes(sizeBytes);
            sizeBytes = bufferBytes;
            return Errno.OK;
        }
    }

    /// <summary>
    /// BIOCSETIF [IF-1]: attaches to <paramref name="networkInterface"/> and allocates the buffers. EINVAL if the device ever was attached,
    /// EPERM if the opener was not granted it, ENOMEM with nothing half done, or what the interface answers (EACCES, EPERM, ENXIO).
    /// </summary>
    public Errno SetInterface(DeviceOwner caller, NetworkInterface networkInterface)
    {
        ArgumentNullException.ThrowIfNull(networkInterface);
        return AttachTo(caller, networkInterface, () => networkInterface.Attach(this));
    }

    /// <summary>
    /// BIOCSETIF beside a device that is on the interface already, and exactly where in that device's records this one begins: a frame that both
    /// accept is among the <paramref name="neighbourRecords"/> that the neighbour had stored since it was opened, or among this device's own, never in
    /// both and never in neither. ENXIO if the neighbour is not on that interface any more; else as <see cref="SetInterface"/>.
    /// </summary>
    /// <param name="caller">Whose request it is.</param>
    /// <param name="networkInterface">What to attach to.</param>
    /// <param name="neighbour">The device beside which this one is attached; only its records are counted, nothing of it changes.</param>
    /// <param name="neighbourRecords">Records that the neighbour had stored in its life at the moment of the attachment; 0 unless OK.</param>
    public Errno SetInterfaceBeside(DeviceOwner caller, NetworkInterface networkInterface, BpfDevice neighbour, out long neighbourRecords)
    {
        ArgumentNullException.ThrowIfNull(networkInterface);
        ArgumentNullException.ThrowIfNull(neighbour);
        var stored = 0L;
        var errno = AttachTo(caller, networkInterface, () => networkInterface.AttachBeside(this, neighbour, out stored));
        neighbourRecords = stored;
        return errno;
    }

    /// <summary>BIOCGETIF: the interface attached to now, null with EINVAL when there is none [IF-3].</summary>
    public Errno GetInterface(DeviceOwner caller, out NetworkInterface? networkInterface)
    {
        using (sync.Enter())
        {
            networkInterface = null;
            var errno = EnterControl(caller);
            if (errno != Errno.OK) return errno;
            networkInterface = attached;
            return attached is null ? Errno.EINVAL : Errno.OK;
        }
    }

    /// <summary>BIOCSDLT: EINVAL unless <paramref name="linkType"/> is the interface's own, which it then stays.</summary>
    public Errno SetLinkType(DeviceOwner caller, long linkType)
    {
        using (sync.Enter())
        {
            var errno = EnterChange(caller);
            if (errno != Errno.OK) return errno;
            return attached is not null && (long)attached.LinkType == linkType ? Errno.OK : Errno.EINVAL;
        }
    }

    /// <summary>
    /// BIOCSETF [IOCTL-5]: a verified program replaces the old one, null clears it; both flush. A program longer than this table allows is
    /// EINVAL and changes nothing.
    /// </summary>
    public Errno SetFilter(DeviceOwner caller, FilterProgram? program) => SetFilter(caller, program, flushes: true);

    /// <summary>BIOCSETFNR: the same without the flush; what is in the buffers is what the old program accepted.</summary>
    public Errno SetFilterWithoutFlush(DeviceOwner caller, FilterProgram? program) => SetFilter(caller, program, flushes: false);

    /// <summary>BIOCSETWF: a frame to be written that this program rejects is EPERM; null lets every frame through. Flushes nothing.</summary>
    public Errno SetWriteFilter(DeviceOwner caller, FilterProgram? program) => SetProgram(caller, program, () => writeFilter = program);

    /// <summary>BIOCFLUSH: empties both buffers and resets the device's counters [STAT-2].</summary>
    public Errno Flush(DeviceOwner caller)
    {
        using (sync.Enter())
        {
            var errno = EnterControl(caller);
            if (errno == Errno.OK) FlushLocked();
            return errno;
        }
    }

    /// <summary>BIOCPROMISC [IF-4]: one reference on the interface; a second call is a no-op; only close takes it back. EINVAL if not attached.</summary>
    public Errno SetPromiscuous(DeviceOwner caller)
    {
        using (sync.Enter())
        {
            var errno = EnterChange(caller);
            if (errno != Errno.OK) return errno;
            if (attached is null) return Errno.EINVAL;
            if (isPromiscuous) return Errno.OK;
            errno = attached.AddPromiscuous();
            isPromiscuous = errno == Errno.OK;
            return errno;
        }
    }

    /// <summary>BIOCIMMEDIATE: reads return on the first record.</summary>
    public Errno SetImmediate(DeviceOwner caller, bool isOn) => Set(caller, Errno.OK, () => isImmediate = isOn);

    /// <summary>BIOCSSEESENT: whether the host's own frames are captured.</summary>
    public Errno SetSeeSent(DeviceOwner caller, bool isOn) => Set(caller, Errno.OK, () => seesSent = isOn);

    /// <summary>BIOCSHDRCMPLT: whether writes keep the source address that they come with [WRITE-2].</summary>
    public Errno SetHeaderComplete(DeviceOwner caller, bool isOn) => Set(caller, Errno.OK, () => isHeaderComplete = isOn);

    /// <summary>BIOCSFEEDBACK: whether a written frame is also fed back as input [WRITE-4].</summary>
    public Errno SetFeedback(DeviceOwner caller, bool isOn) => Set(caller, Errno.OK, () => hasFeedback = isOn);

    /// <summary>
    /// BIOCLOCK: from now on, until close, the device's state can be read, its packets can be read and flushed, and everything else is EPERM.
    /// OpenBSD also lets a locked device write and set its timeouts. Locking again changes nothing.
    /// </summary>
    public Errno SetLocked(DeviceOwner caller)
    {
        using (sync.Enter())
        {
            var errno = EnterControl(caller);
            if (errno == Errno.OK) isLocked = true;
            return errno;
        }
    }

    /// <summary>BIOCSDIRFILT: a mask of directions to ignore [TAP-2].</summary>
    public Errno SetIgnoredDirections(DeviceOwner caller, FrameDirection mask)
    {
        var isMask = (mask & ~(FrameDirection.In | FrameDirection.Out)) == 0;
        return Set(caller, isMask ? Errno.OK : Errno.EINVAL, () => ignoredDirections = mask);
    }

    /// <summary>BIOCSFILDROP: what a match does to the frame itself.</summary>
    public Errno SetFilterDrop(DeviceOwner caller, FilterDrop mode) =>
        Set(caller, Enum.IsDefined(mode) ? Errno.OK : Errno.EINVAL, () => filterDrop = mode);

    /// <summary>BIOCSTSTAMP: what record fractions count, from the next record on.</summary>
    public Errno SetTimestampFormat(DeviceOwner caller, TimestampFormat format) =>
        Set(caller, Enum.IsDefined(format) ? Errno.OK : Errno.EINVAL, () => timestampFormat = format);

    /// <summary>
    /// BIOCSRTIMEOUT [IOCTL-4]: how long a waiting read waits; 0 and 0 is for ever. EINVAL when negative or with a million microseconds or
    /// more, EDOM when too long for a timer; rounded up to a millisecond.
    /// </summary>
    public Errno SetReadTimeout(DeviceOwner caller, long seconds, long microseconds)
    {
        var argument = ToTimeoutMs(seconds, microseconds, out var timeoutMs);
        return Set(caller, argument, () => readTimeoutMs = timeoutMs);
    }

    /// <summary>FIONREAD [READ-7]: what the next waiting read would return at once.</summary>
    public Errno GetReadableBytes(DeviceOwner caller, out int readableBytes)
    {
        using (sync.Enter())
        {
            readableBytes = 0;
            var errno = EnterControl(caller);
            if (errno != Errno.OK || !HasDueRecords) return errno;
            readableBytes = buffers!.HoldBytes > 0 ? buffers.HoldBytes : buffers.StoreBytes;
            return Errno.OK;
        }
    }

    /// <summary>Every request that only asks (BIOCGBLEN, BIOCGSTATS and so on): all there is to know, at one moment.</summary>
    public Errno GetState(DeviceOwner caller, out PeerInfo? state)
    {
        using (sync.Enter())
        {
            var errno = EnterControl(caller);
            state = errno == Errno.OK ? Describe() : null;
            return errno;
        }
    }

    /// <summary>A request that has no method here: only [IOCTL-1] and [OPEN-4] apply to it.</summary>
    internal Errno Touch(DeviceOwner caller)
    {
        using (sync.Enter()) return EnterControl(caller);
    }

    private Errno AttachTo(DeviceOwner caller, NetworkInterface networkInterface, Func<Errno> attach)
    {
        using (sync.Enter())
        {
            var errno = EnterChange(caller);
            if (errno != Errno.OK) return errno;
            if (buffers is not null) return Errno.EINVAL;
            errno = EnterInterface(networkInterface);
            if (errno != Errno.OK) return errno;
            try
            {
                buffers = new Buffers.StoreHoldPair(bufferBytes);
            }
            catch (OutOfMemoryException)
            {
                return Errno.ENOMEM;
            }

            attached = networkInterface;
            errno = attach();
            if (errno == Errno.OK) return Errno.OK;
            attached = null;
            buffers.Dispose();
            buffers = null;
            return errno;
        }
    }

    private Errno SetFilter(DeviceOwner caller, FilterProgram? program, bool flushes)
    {
        var composed = Errno.OK;
        var errno = SetProgram(caller, program, () =>
        {
            composed = Restrict(program);
            if (composed == Errno.OK && flushes) FlushLocked();
        });
        return errno == Errno.OK ? composed : errno;
    }

    private Errno SetProgram(DeviceOwner caller, FilterProgram? program, Action set)
    {
        var isTooLong = program is not null && program.Instructions.Length > limits.MaxInstructions;
        // Before the lock: the tap would wait for the compiler.
        if (!isTooLong) program?.Use(limits.FilterEngine);
        return Set(caller, isTooLong ? Errno.EINVAL : Errno.OK, set);
    }

    private static Errno ToTimeoutMs(long seconds, long microseconds, out long timeoutMs)
    {
        timeoutMs = 0;
        if (seconds < 0 || microseconds is < 0 or >= MicrosecondsPerSecond) return Errno.EINVAL;
        // Before the product, which could overflow; after it, for the milliseconds that come on top.
        if (seconds > LargestTimeoutMs / 1000) return Errno.EDOM;
        timeoutMs = (seconds * 1000) + ((microseconds + 999) / 1000);
        return timeoutMs > LargestTimeoutMs ? Errno.EDOM : Errno.OK;
    }

    // What is wrong with the argument matters only to a caller who gets past [IOCTL-1], and who is then the device's user either way.
    private Errno Set(DeviceOwner caller, Errno argument, Action set)
    {
        using (sync.Enter())
        {
            var errno = EnterChange(caller);
            if (errno == Errno.OK) errno = argument;
            if (errno == Errno.OK) set();
            return errno;
        }
    }

    // [IOCTL-1]; a caller who is granted less than the device has is EPERM; then the caller is the device's user [OPEN-4].
    private Errno EnterControl(DeviceOwner caller)
    {
        if (isClosed) return Errno.ENXIO;
        if (pendingRead is not null) return Errno.EIO;
        if (!MayControl(caller)) return Errno.EPERM;
        owner = caller;
        return Errno.OK;
    }

    // The same for what changes a setting.
    private Errno EnterChange(DeviceOwner caller)
    {
        var errno = EnterControl(caller);
        return errno == Errno.OK && isLocked ? Errno.EPERM : errno;
    }

    private void FlushLocked()
    {
        FlushRecords();
        countedFrom = LifetimeLocked();
    }
}

using Bpf.Engine.Device;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// What frames come from, and go to. A derived class supplies the frames; this one keeps the protocol around them:
/// <list type="number">
/// <item>The first device that attaches starts the capture, the last that detaches stops it: an interface that nobody watches costs nothing.</item>
/// <item>While the capture runs, one thread at a time offers frames to <see cref="Tap"/>.</item>
/// <item>When the interface disappears, the capture thread calls <see cref="MarkGone"/> and ends by itself; the object is then dead for good,
/// and an interface that comes back under the same name is a new object.</item>
/// </list>
/// Locks: <c>control</c> serialises attach, detach and promiscuity and is never taken by a capture thread, so that stopping may wait for that
/// thread. A device's own lock may be held while <c>control</c> is taken, never the other way round.
/// </summary>
public abstract partial class NetworkInterface
{
    /// <summary>IFNAMSIZ less the NUL: names are cut here [IF-1].</summary>
    public const int MaxNameLength = 15;

    private readonly Lock control = new();
    private int promiscuousCount;

    /// <param name="name">Unique in the catalogue; at most <see cref="MaxNameLength"/> characters.</param>
    /// <param name="index">The system's interface index; 0 when it has none.</param>
    protected NetworkInterface(string name, int index)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MaxNameLength);
        Name = name;
        Index = index;
        Tap = new TapPoint(this);
    }

    /// <summary>The name that BIOCSETIF takes.</summary>
    public string Name { get; }

    /// <summary>The system's interface index; 0 when it has none.</summary>
    public int Index { get; }

    /// <summary>Where the frames come from.</summary>
    public abstract InterfaceKind Kind { get; }

    /// <summary>The header that frames start with.</summary>
    public abstract LinkType LinkType { get; }

    /// <summary>The largest payload behind the link-layer header, in bytes; 0 when there is no such limit.</summary>
    public abstract int Mtu { get; }

    /// <summary>Administratively up and able to carry frames.</summary>
    public abstract bool IsUp { get; }

    /// <summary>One line for people: an address, a file name, a state.</summary>
    public abstract string Description { get; }

    /// <summary>Why the interface cannot be opened and what would change that; null when it can.</summary>
    public virtual string? Unavailable => null;

    /// <summary>Where this interface's frames meet its devices.</summary>
    public TapPoint Tap { get; }

    /// <summary>True once the interface has disappeared.</summary>
    public bool IsGone => Tap.IsClosed;

    /// <summary>True while at least one device asks for promiscuous mode.</summary>
    public bool IsPromiscuous => Volatile.Read(ref promiscuousCount) > 0;

    /// <summary>What was counted so far. Any thread.</summary>
    public abstract InterfaceStatistics GetStatistics();

    /// <summary>Adds a device, starting the capture with the first. Nothing is changed on failure.</summary>
    internal Errno Attach(BpfDevice device)
    {
        lock (control)
        {
            // The device is on the tap before the capture starts, so that it misses no frame that the capture sees.
            var isFirst = Tap.DeviceCount == 0;
            if (!Tap.TryAdd(device)) return Errno.ENXIO;
            if (!isFirst) return Errno.OK;
            var errno = StartCapture();
            if (errno != Errno.OK) Tap.RemoveLast(device);
            return errno;
        }
    }

    /// <summary>
    /// Adds a device beside one that is on the tap, and tells how many records that one had stored then. ENXIO when it is not on the tap, and then
    /// nothing is changed. Without <c>control</c>: the capture runs, since a device is on the tap, and a removal at the same time finds that it was
    /// not the last. Waiting for the capture thread while holding <c>control</c> would be what <see cref="Detach"/> must not do.
    /// </summary>
    internal Errno AttachBeside(BpfDevice device, BpfDevice neighbour, out long neighbourRecords) =>
        Tap.TryAddBeside(device, neighbour, out neighbourRecords) ? Errno.OK : Errno.ENXIO;

    /// <summary>Removes a device, stopping the capture with the last. The caller holds no device's lock.</summary>
    internal void Detach(BpfDevice device)
    {
        lock (control)
        {
            // Stopping waits for the capture thread, so that thread must be waiting for nobody who waits for `control`. It takes the locks of
            // the devices on the tap, or, when the interface disappears, of those that Close took off it; SetPromiscuous waits for `control`
            // under such a lock. Here none of them is left: this device was the last one on, it is closed and answers ENXIO to every request,
            // and since the tap was not closed before the removal, closing it from now on finds nobody.
            if (Tap.RemoveLast(device)) StopCapture();
        }
    }

    /// <summary>One more device wants promiscuous mode [IF-4].</summary>
    internal Errno AddPromiscuous()
    {
        lock (control)
        {
            if (promiscuousCount == 0)
            {
                var errno = SetPromiscuous(true);
                if (errno != Errno.OK) return errno;
            }

            promiscuousCount++;
            return Errno.OK;
        }
    }

    /// <summary>A device that wanted promiscuous mode is closing.</summary>
    internal void RemovePromiscuous()
    {
        lock (control)
        {
            // A failure to leave promiscuous mode has nobody to go to: the membership dies with the socket at the latest.
            if (--promiscuousCount == 0) SetPromiscuous(false);
        }
    }

    /// <summary>
    /// Starts offering frames to <see cref="Tap"/>. Called with no capture running. On failure everything it opened is closed again.
    /// EACCES or EPERM when the process lacks the privilege, ENXIO when the interface is gone, ENOMEM when the ring cannot be had.
    /// The attaching device's lock is held, so this may start a thread that taps but not wait until it has tapped.
    /// </summary>
    protected abstract Errno StartCapture();

    /// <summary>Ends the capture and returns when no frame will be offered any more. Harmless when the capture has already ended by itself.</summary>
    protected abstract void StopCapture();

    /// <summary>
    /// Asks the medium for every frame, or stops asking. Called only while a device is attached, or to undo that; the interface may have
    /// disappeared meanwhile. A device's lock may be held, so this must not wait for the capture thread.
    /// </summary>
    protected abstract Errno SetPromiscuous(bool isOn);

    /// <summary>The interface has disappeared: every device is detached and told [IF-2]. Called by the capture thread, at most once.</summary>
    protected void MarkGone()
    {
        foreach (var device in Tap.Close()) device.OnInterfaceGone(this);
    }
}

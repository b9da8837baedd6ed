using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Buffers;
using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Device;

/// <summary>
/// One opened BPF device: an independent tap on one interface with a filter of its own, two buffers and one reader.
/// <para>
/// Life: opened by <see cref="BpfDeviceTable"/> with default settings; <see cref="SetInterface"/> attaches it, once, and allocates the two
/// buffers; frames then flow from the interface's capture thread through the filter into the store buffer, and hold buffers flow out through
/// reads. The interface may disappear: what was captured can still be read, then reads answer EIO for ever. Close frees everything.
/// </para>
/// <para>
/// Threads: one lock guards the whole state. A capture thread takes it for a run of frames (<see cref="EnterTap"/>), readers and ioctls for one
/// operation. Any thread may call any public member. One read may be pending at a time [READ-1], and while it is, every ioctl is refused
/// with EIO [IOCTL-1]: settings cannot change between the start and the end of a read. A readiness wait forbids nothing.
/// </para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The table closes a device; Close frees the buffers.")]
public sealed partial class BpfDevice
{
    private readonly DeviceLock sync = new();
    private readonly DeviceLimits limits;
    private readonly TimeProvider time;

    // Set by attach, kept until close even if the interface goes: "has buffers" is "was attached" [IF-1].
    private StoreHoldPair? buffers;

    // The interface attached to now; null before attach, after close, and once it has disappeared.
    private NetworkInterface? attached;

    private FilterProgram? filter;
    private DeviceOwner owner;
    private int bufferBytes;
    private bool isImmediate;
    private bool isPromiscuous;
    private bool seesSent = true;
    private FrameDirection ignoredDirections;
    private FilterDrop filterDrop;
    private TimestampFormat timestampFormat;
    private long readTimeoutMs;
    private bool isClosed;

    // Counted since open and never reset; `countedFrom` is what they were at the last flush, so a reset is one copy and the table can
    // still add up what every device ever counted [STAT-2].
    private long received;
    private long captured;
    private long dropped;
    private long delivered;
    private long deliveredBytes;
    private long flushed;
    private DeviceStatistics countedFrom;
    private long droppedSinceRecord;

    internal BpfDevice(int minor, DeviceOwner owner, DeviceLimits limits, TimeProvider time)
    {
        Minor = minor;
        this.owner = owner;
        Grant = owner.Grant;
        this.limits = limits;
        this.time = time;
        bufferBytes = limits.FitBufferBytes(limits.DefaultBufferBytes);
    }

    /// <summary>The device's number, 1 and up.</summary>
    public int Minor { get; }

    /// <summary>The interface has disappeared [IF-2]: what was captured becomes readable, waiting readers learn of it.</summary>
    internal void OnInterfaceGone(NetworkInterface gone)
    {
        using (sync.Enter())
        {
            if (attached != gone) return;
            // The promiscuous flag stays, as in the seed: only close switches it off [IF-4], and then there is no interface to tell.
            attached = null;
            if (buffers!.HoldBytes == 0) buffers.Rotate();
            WakeAll();
        }
    }

    /// <summary>
    /// Closes the device and frees its buffers and filter [OPEN-5]. A pending read or wait ends with ENXIO. Returns what the device counted
    /// in its life, or null if it was closed already.
    /// </summary>
    internal DeviceStatistics? Close()
    {
        NetworkInterface? networkInterface;
        bool wasPromiscuous;
        using (sync.Enter())
        {
            if (isClosed) return null;
            isClosed = true;
            networkInterface = attached;
            wasPromiscuous = isPromiscuous;
            attached = null;
            isPromiscuous = false;
            WakeAll();
        }

        // Outside the lock, because stopping the capture waits for a thread that may be waiting for the lock. From the line above on that
        // thread finds the device unattached and leaves the buffers alone.
        if (networkInterface is not null)
        {
            if (wasPromiscuous) networkInterface.RemovePromiscuous();
            networkInterface.Detach(this);
        }

        using (sync.Enter())
        {
            FlushRecords();
            var life = LifetimeLocked();
            buffers?.Dispose();
            buffers = null;
            filter = null;
            writeFilter = null;
            waitTimer?.Dispose();
            return life;
        }
    }

    /// <summary>Counters since the last flush or filter change; works also while a read is pending.</summary>
    public DeviceStatistics GetStatistics()
    {
        using (sync.Enter()) return LifetimeLocked().Since(in countedFrom);
    }

    /// <summary>Counters since the device was opened.</summary>
    public DeviceStatistics GetLifetime()
    {
        using (sync.Enter()) return LifetimeLocked();
    }

    /// <summary>The device as net.bpf.peers shows it.</summary>
    public PeerInfo Describe()
    {
        using (sync.Enter())
        {
            var life = LifetimeLocked();
            return new PeerInfo
            {
                Minor = Minor,
                BufferBytes = bufferBytes,
                State = pendingRead is not null || waiter is not null ? PeerState.Waiting : hasTimedOut ? PeerState.TimedOut : PeerState.Idle,
                IsPromiscuous = isPromiscuous,
                IsImmediate = isImmediate,
                SeesSent = seesSent,
                IsHeaderComplete = isHeaderComplete,
                HasFeedback = hasFeedback,
                IsLocked = isLocked,
                FilterDrop = filterDrop,
                IgnoredDirections = ignoredDirections,
                TimestampFormat = timestampFormat,
                ReadTimeoutMs = readTimeoutMs,
                WaitTimeoutMs = waitTimeoutMs,
                FilterLength = filter?.Instructions.Length ?? 0,
                WriteFilterLength = writeFilter?.Instructions.Length ?? 0,
                Owner = owner,
                InterfaceName = attached?.Name ?? "",
                IsInterfaceGone = buffers is not null && attached is null,
                Statistics = life.Since(in countedFrom),
                Lifetime = life,
            };
        }
    }

    /// <summary>The same, or null once the device is closed: it keeps its slot until its interface has let go of it.</summary>
    internal PeerInfo? DescribeIfOpen()
    {
        using (sync.Enter()) return isClosed ? null : Describe();
    }

    private DeviceStatistics LifetimeLocked() => new()
    {
        Received = received,
        Captured = captured,
        Dropped = dropped,
        Delivered = delivered,
        DeliveredBytes = deliveredBytes,
        Flushed = flushed,
        Held = buffers?.HeldRecords ?? 0,
        HeldBytes = buffers?.HeldBytes ?? 0,
    };

    // Empties the buffers without resetting what was counted.
    private void FlushRecords()
    {
        if (buffers is null) return;
        SettleLoan();
        flushed += buffers.HeldRecords;
        buffers.Clear();
        droppedSinceRecord = 0;
    }
}

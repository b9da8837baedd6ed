using System.Diagnostics.CodeAnalysis;

namespace Bpf.Engine.Device;

/// <summary>
/// The devices of a service: the cloning device (minor 0), the slots behind it, and what they all counted (net.bpf).
/// Any thread. The table's lock is never held while a device's lock is taken by open and close, so a slow close delays nobody.
/// </summary>
public sealed class BpfDeviceTable
{
    /// <summary>Opening this minor returns a new device [OPEN-1].</summary>
    public const int CloningMinor = 0;

    /// <summary>The minor of the first slot.</summary>
    public const int FirstMinor = 1;

    private readonly Lock sync = new();
    private readonly TimeProvider time;
    private readonly BpfDevice?[] slots;

    // Slot order at first; a closed slot is pushed and so reused first [OPEN-2].
    private readonly Stack<int> free;

    // What closed devices counted; open ones are added when somebody asks, so that no counter is shared between capture threads.
    private GlobalStatistics closed;

    /// <exception cref="ArgumentException">The limits are out of bounds; the message says which.</exception>
    public BpfDeviceTable(DeviceLimits limits, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (limits.Validate() is { } fault) throw new ArgumentException(fault, nameof(limits));
        Limits = limits;
        this.time = time;
        slots = new BpfDevice?[limits.DeviceCount];
        free = new Stack<int>(limits.DeviceCount);
        for (var minor = limits.DeviceCount; minor >= FirstMinor; minor--) free.Push(minor);
    }

    /// <summary>The bounds of this table.</summary>
    public DeviceLimits Limits { get; }

    /// <summary>
    /// Opens the cloning device [OPEN-1]: a new device with default settings. ENXIO for any other minor, EACCES for a caller without
    /// privilege [OPEN-5], ENOBUFS when every slot is taken.
    /// </summary>
    public Errno Open(int minor, DeviceOwner owner, out BpfDevice? device)
    {
        ArgumentNullException.ThrowIfNull(owner);
        device = null;
        if (minor != CloningMinor) return Errno.ENXIO;
        if (!owner.IsPrivileged) return Errno.EACCES;
        lock (sync)
        {
            if (!free.TryPop(out var slot)) return Errno.ENOBUFS;
            device = slots[slot - FirstMinor] = new BpfDevice(slot, owner, Limits, time);
            return Errno.OK;
        }
    }

    /// <summary>The open device with this minor: EINVAL outside the range, ENXIO when it is not open.</summary>
    public Errno Find(int minor, out BpfDevice? device)
    {
        device = null;
        if (minor < FirstMinor || minor >= FirstMinor + slots.Length) return Errno.EINVAL;
        lock (sync) device = slots[minor - FirstMinor];
        return device is null ? Errno.ENXIO : Errno.OK;
    }

    /// <summary>Closes a device; a pending read ends with ENXIO. ENXIO if it was closed already.</summary>
    public Errno Close([NotNull] BpfDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Close() is not { } life) return Errno.ENXIO;
        lock (sync)
        {
            closed = new GlobalStatistics(closed.Received + life.Received, closed.Dropped + life.Dropped, closed.Captured + life.Captured);
            slots[device.Minor - FirstMinor] = null;
            free.Push(device.Minor);
            return Errno.OK;
        }
    }

    /// <summary>The open devices in slot order.</summary>
    public IReadOnlyList<BpfDevice> List()
    {
        lock (sync) return [.. slots.OfType<BpfDevice>()];
    }

    /// <summary>net.bpf.stats [NET-1]: over all devices, open and closed.</summary>
    public GlobalStatistics GetStatistics()
    {
        // The table's lock is held over the sum so that a device that closes meanwhile is counted once: before or after, never twice.
        lock (sync)
        {
            var sum = closed;
            foreach (var device in slots)
            {
                if (device is null) continue;
                var life = device.GetLifetime();
                sum = new GlobalStatistics(sum.Received + life.Received, sum.Dropped + life.Dropped, sum.Captured + life.Captured);
            }

            return sum;
        }
    }

    /// <summary>
    /// net.bpf.peers [NET-2]: one entry an open device, in slot order. EPERM without administrator rights, also for the count.
    /// </summary>
    /// <param name="isAdministrator">Whether the caller may know.</param>
    /// <param name="elementBytes">Bytes of an entry that the caller has room for: 0 for a whole one; EINVAL when negative or more than
    /// <see cref="PeerElement.Length"/>. <see cref="PeerElement"/> cuts entries to it.</param>
    /// <param name="maxEntries">0 or less means all.</param>
    /// <param name="peers">The entries, whole.</param>
    public Errno GetPeers(bool isAdministrator, int elementBytes, int maxEntries, out IReadOnlyList<PeerInfo> peers)
    {
        peers = [];
        if (!isAdministrator) return Errno.EPERM;
        if (elementBytes is < 0 or > PeerElement.Length) return Errno.EINVAL;
        var open = List().Select(device => device.DescribeIfOpen()).OfType<PeerInfo>();
        peers = [.. maxEntries > 0 ? open.Take(maxEntries) : open];
        return Errno.OK;
    }
}

using Bpf.Engine.Device;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// The interfaces that devices can be attached to: those of this machine, as the kernel lists them, and those that were added (replays).
/// An interface keeps its object for as long as it exists; one that went and came again under its name is a new object.
/// Nothing runs in the background: the kernel is asked when somebody lists, at most once a second, and when a name is looked up that may
/// have changed. Any thread.
/// </summary>
public sealed class InterfaceCatalog
{
    // Lists are asked for by every open page; the machine's interfaces seldom change.
    private static readonly TimeSpan ListAge = TimeSpan.FromSeconds(1);

    private readonly Lock sync = new();
    private readonly PacketRingOptions ringOptions;
    private readonly TimeProvider time;
    private readonly List<NetworkInterface> added = [];
    private List<PacketSocketInterface> live = [];
    private string? obstacle;
    private bool isAllowed;
    private long? readAt;

    /// <param name="ringOptions">The ring of every live interface.</param>
    /// <param name="time">Decides when a list is old.</param>
    /// <exception cref="ArgumentException">The options are out of bounds; the message says which.</exception>
    public InterfaceCatalog(PacketRingOptions ringOptions, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(ringOptions);
        ArgumentNullException.ThrowIfNull(time);
        if (ringOptions.Validate() is { } fault) throw new ArgumentException(fault, nameof(ringOptions));
        this.ringOptions = ringOptions;
        this.time = time;
    }

    /// <summary>
    /// Why live interfaces cannot be opened, or why there are none; null when they can. As fresh as the last <see cref="List"/> or
    /// <see cref="Find"/>.
    /// </summary>
    public string? LiveUnavailable
    {
        get
        {
            lock (sync)
            {
                if (readAt is null) Refresh();
                return obstacle;
            }
        }
    }

    /// <summary>Live interfaces by index, then added ones in the order in which they came. A copy; at most a second old.</summary>
    public IReadOnlyList<NetworkInterface> List()
    {
        lock (sync)
        {
            if (readAt is null || time.GetElapsedTime(readAt.Value) >= ListAge) Refresh();
            added.RemoveAll(static one => one.IsGone);
            return [.. live.Where(one => !one.IsGone && FindAdded(one.Name) is null), .. added];
        }
    }

    /// <summary>
    /// The interface of this name as it is now, or null. The name is cut at <see cref="NetworkInterface.MaxNameLength"/> characters [IF-1].
    /// Where an added and a live interface have the same name, the added one is meant.
    /// </summary>
    public NetworkInterface? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > NetworkInterface.MaxNameLength) name = name[..NetworkInterface.MaxNameLength];
        // The kernel would stop at a NUL and find another name than was asked for.
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal)) return null;
        lock (sync)
        {
            if (FindAdded(name) is { } replay) return replay;
            var known = FindLive(name);
            if (known is null || known.IsGone || known.Index != LiveInterfaces.IndexOf(name))
            {
                Refresh();
                known = FindLive(name);
            }

            return known;
        }
    }

    /// <summary>Adds an interface that is not the kernel's; it leaves the catalogue when it is gone or removed. EBUSY when its name is taken.</summary>
    public Errno Add(NetworkInterface networkInterface)
    {
        ArgumentNullException.ThrowIfNull(networkInterface);
        lock (sync)
        {
            if (Find(networkInterface.Name) is not null) return Errno.EBUSY;
            added.Add(networkInterface);
            return Errno.OK;
        }
    }

    /// <summary>Takes an added interface out; its devices and its capture are left alone. False when it was not in.</summary>
    public bool Remove(NetworkInterface networkInterface)
    {
        lock (sync) return added.Remove(networkInterface);
    }

    private NetworkInterface? FindAdded(string name) => added.Find(one => !one.IsGone && one.Name == name);

    private PacketSocketInterface? FindLive(string name) => live.Find(one => !one.IsGone && one.Name == name);

    private void Refresh()
    {
        readAt = time.GetTimestamp();
        var snapshots = LiveInterfaces.Read(out var errno);
        if (errno != Errno.OK)
        {
            // Most likely the process is out of descriptors for a moment: what was known stays.
            obstacle = $"The kernel does not list its interfaces ({errno}).";
            return;
        }

        // A process keeps the privilege it once had, and a probe that succeeds is not free; one that fails may succeed later.
        obstacle = isAllowed ? null : LivePrivilege.FindObstacle();
        isAllowed = obstacle is null;
        List<PacketSocketInterface> now = new(snapshots.Count);
        foreach (var snapshot in snapshots)
        {
            var same = live.Find(one => !one.IsGone && one.IsSameLink(snapshot));
            if (same is null) same = new PacketSocketInterface(snapshot, obstacle, ringOptions);
            else same.Update(snapshot, obstacle);
            now.Add(same);
        }

        live = now;
    }
}

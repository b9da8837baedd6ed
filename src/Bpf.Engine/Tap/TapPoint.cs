using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Tap;

/// <summary>
/// The place where an interface's frames meet the devices attached to it (what the kernels call <c>struct bpf_if</c>).
/// A capture thread opens a <see cref="TapSession"/> for a run of frames, taps each and closes it: locks are taken and readers are woken once a
/// run, not once a frame.
/// </summary>
public sealed class TapPoint
{
    private readonly Lock list = new();
    private readonly Lock session = new();

    // Replaced whole under `list`, so that a session walks an array that never changes under it.
    private BpfDevice[] devices = [];
    private bool isClosed;

    internal TapPoint(NetworkInterface networkInterface) => Interface = networkInterface;

    /// <summary>The interface whose frames pass here.</summary>
    public NetworkInterface Interface { get; }

    /// <summary>Devices attached now.</summary>
    public int DeviceCount => Volatile.Read(ref devices).Length;

    /// <summary>True once the interface has disappeared; no device can be attached any more.</summary>
    public bool IsClosed => Volatile.Read(ref isClosed);

    /// <summary>
    /// Opens a session: the caller may tap frames until it disposes it. Sessions of one tap point exclude each other, and while one is open the
    /// attached devices cannot be read or configured, so a session is kept to a bounded run of frames. Whatever a run brings beyond a device's two
    /// buffers is dropped even while a reader waits, because the reader is woken at the end of the run.
    /// <para>The caller holds no device's lock, not even the lock of the device that it writes through: another session may be waiting for it.</para>
    /// </summary>
    public TapSession Begin()
    {
        session.Enter();
        var attached = Volatile.Read(ref devices);
        foreach (var device in attached) device.EnterTap();
        return new TapSession(this, attached);
    }

    /// <summary>Taps a single frame: a session of one. Returns 1 if a device's filter asks for the drop [TAP-3].</summary>
    public int Tap(in Frame frame)
    {
        using var run = Begin();
        return run.Tap(in frame);
    }

    /// <summary>The same for a frame in several segments.</summary>
    public int TapSegments(in SegmentedFrame frame)
    {
        using var run = Begin();
        return run.TapSegments(in frame);
    }

    /// <summary>The same for a frame behind a header; see <see cref="TapSession.TapHeader"/>.</summary>
    public int TapHeader(ReadOnlySpan<byte> header, in SegmentedFrame frame, FrameCopy? copy = null)
    {
        using var run = Begin();
        return run.TapHeader(header, in frame, copy);
    }

    /// <summary>The same for a frame behind its address family; see <see cref="TapSession.TapAddressFamily"/>.</summary>
    public int TapAddressFamily(uint family, in SegmentedFrame frame)
    {
        using var run = Begin();
        return run.TapAddressFamily(family, in frame);
    }

    /// <summary>The same for an Ethernet frame with a tag beside it; see <see cref="TapSession.TapEthernet"/>.</summary>
    public int TapEthernet(in SegmentedFrame frame, VlanTag? tag)
    {
        using var run = Begin();
        return run.TapEthernet(in frame, tag);
    }

    /// <summary>
    /// Between two sessions, for a caller whose next frames are in no danger where they are: waits until every device whose reader is on its way
    /// has room for another run like the last. False when that is not so after <paramref name="slice"/>; nobody else is kept from tapping.
    /// </summary>
    internal bool AwaitRoom(TimeSpan slice)
    {
        foreach (var device in Volatile.Read(ref devices))
        {
            if (!device.AwaitRoom(slice)) return false;
        }

        return true;
    }

    /// <summary>Readers that were waited for in vain are not waited for again before they have been there.</summary>
    internal void GiveUpOnReaders()
    {
        foreach (var device in Volatile.Read(ref devices)) device.GiveUpOnReader();
    }

    internal void End(BpfDevice[] attached)
    {
        foreach (var device in attached) device.ExitTap();
        session.Exit();
        foreach (var device in attached) device.LetReadersIn();
    }

    internal bool TryAdd(BpfDevice device)
    {
        lock (list)
        {
            if (isClosed) return false;
            devices = [.. devices, device];
            return true;
        }
    }

    /// <summary>
    /// Adds a device beside another, between two sessions: no frame is on its way, so what the other has stored is what came before, and the next
    /// session offers to both. False when the other is not on this tap.
    /// </summary>
    internal bool TryAddBeside(BpfDevice device, BpfDevice neighbour, out long neighbourRecords)
    {
        neighbourRecords = 0;
        lock (session)
        {
            lock (list)
            {
                if (Array.IndexOf(devices, neighbour) < 0) return false;
                devices = [.. devices, device];
            }

            neighbourRecords = neighbour.GetLifetime().Stored;
            return true;
        }
    }

    /// <summary>
    /// Takes a device off. True when it was on and nobody is left, which has to be answered in one with the removal: asked afterwards, the list
    /// may be empty because the interface has just disappeared, and then it is not the caller's to stop.
    /// </summary>
    internal bool RemoveLast(BpfDevice device)
    {
        lock (list)
        {
            var at = Array.IndexOf(devices, device);
            if (at < 0) return false;
            devices = [.. devices.AsSpan(0, at), .. devices.AsSpan(at + 1)];
            return devices.Length == 0;
        }
    }

    /// <summary>Takes every device off and lets none on again. Returns those that were attached.</summary>
    internal BpfDevice[] Close()
    {
        lock (list)
        {
            var attached = devices;
            devices = [];
            isClosed = true;
            return attached;
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;

namespace WebCap.Capture;

// Devices without an interface, and how they become sessions.
internal sealed partial class CaptureSessions
{
    // Under `adoption`: a minor moves from here to the sessions in one step, so that nobody finds it in neither.
    private readonly Dictionary<int, BareDevice> bare = [];
    private readonly Lock adoption = new();

    /// <summary>The open devices that have never had an interface, in order of their minors.</summary>
    public IReadOnlyList<BareDevice> ListBare()
    {
        lock (adoption) return [.. bare.Values.OrderBy(one => one.Device.Minor)];
    }

    /// <summary>Opens a device and leaves it as it is: default settings, no interface.</summary>
    public (BareDevice? Device, Refusal? Refusal) OpenBare(TimeSpan lease, DeviceOwner owner)
    {
        var errno = table.Open(BpfDeviceTable.CloningMinor, owner, out var device);
        if (errno != Errno.OK) return (null, RefuseOpen(errno));
        var one = new BareDevice(device!, lease, time);
        lock (adoption) bare[device!.Minor] = one;
        return (one, null);
    }

    /// <summary>The open device of a minor, with its session or without: exactly one of <paramref name="session"/> and <paramref name="unattached"/> is set.</summary>
    public bool TryFindDevice(
        int minor,
        [NotNullWhen(true)] out BpfDevice? device,
        out CaptureSession? session,
        out BareDevice? unattached,
        [NotNullWhen(false)] out Refusal? refusal)
    {
        lock (adoption)
        {
            if (bare.TryGetValue(minor, out unattached))
            {
                unattached.Use();
                (device, session, refusal) = (unattached.Device, null, null);
                return true;
            }

            var isFound = TryFind(minor, out session, out refusal);
            device = session?.Device;
            return isFound;
        }
    }

    /// <summary>A bare device has been attached: from now on it has a session. Without effect when it has just been closed.</summary>
    public void Adopt(BareDevice one, NetworkInterface networkInterface)
    {
        lock (adoption)
        {
            if (!bare.TryGetValue(one.Device.Minor, out var known) || known != one) return;
            sessions[one.Device.Minor] = new CaptureSession(one.Device, networkInterface, SessionSettings.Of(one), null, options, time, logger);
            bare.Remove(one.Device.Minor);
        }
    }

    /// <summary>Closes a bare device. False when it is one no longer.</summary>
    public bool CloseBare(BareDevice one)
    {
        lock (adoption)
        {
            if (!bare.TryGetValue(one.Device.Minor, out var known) || known != one) return false;
            bare.Remove(one.Device.Minor);
        }

        table.Close(one.Device);
        return true;
    }

    private bool IsBare(int minor)
    {
        lock (adoption) return bare.ContainsKey(minor);
    }

    private void CloseExpiredBare()
    {
        foreach (var one in ListBare())
        {
            if (one.Lease > TimeSpan.Zero && one.UnusedFor >= one.Lease) CloseBare(one);
        }
    }
}

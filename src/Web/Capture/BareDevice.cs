using Bpf.Engine.Device;

namespace WebCap.Capture;

/// <summary>
/// A device that was opened without an interface, to be set up by ioctls. It has no session, because there is nothing to watch yet; it becomes
/// one when BIOCSETIF succeeds.
/// </summary>
internal sealed class BareDevice(BpfDevice device, TimeSpan lease, TimeProvider time)
{
    private long lastUse = time.GetTimestamp();

    public BpfDevice Device => device;

    /// <summary>How long it stays open unused; zero for ever.</summary>
    public TimeSpan Lease => lease;

    public DateTimeOffset OpenedAt { get; } = time.GetUtcNow();

    /// <summary>Its filter came as a program, which no expression tells.</summary>
    public bool HasProgram { get; set; }

    /// <summary>How long ago it was last asked for something.</summary>
    public TimeSpan UnusedFor => time.GetElapsedTime(Volatile.Read(ref lastUse));

    /// <summary>Somebody asks it for something.</summary>
    public void Use() => Volatile.Write(ref lastUse, time.GetTimestamp());
}

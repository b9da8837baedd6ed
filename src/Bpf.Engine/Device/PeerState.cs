namespace Bpf.Engine.Device;

/// <summary>What the reader of a device is doing, as netstat -B shows it.</summary>
public enum PeerState
{
    /// <summary>No read is waiting.</summary>
    Idle,

    /// <summary>A read or a readiness wait is pending.</summary>
    Waiting,

    /// <summary>The last waiting read ended by its timeout.</summary>
    TimedOut,
}

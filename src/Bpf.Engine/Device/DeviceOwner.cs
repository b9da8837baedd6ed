namespace Bpf.Engine.Device;

/// <summary>
/// Who uses a device [OPEN-4]: what MINIX keeps as a process id. Refreshed by every ioctl that gets through.
/// </summary>
/// <param name="User">The API user's name.</param>
/// <param name="RemoteAddress">Where the call came from; empty for a call from inside the process.</param>
/// <param name="ProcessId">The caller's process id where it is on this machine and known; else 0.</param>
/// <param name="IsPrivileged">Whether this caller may open devices [OPEN-5].</param>
public sealed record DeviceOwner(string User, string RemoteAddress = "", int ProcessId = 0, bool IsPrivileged = true)
{
    /// <summary>What the caller may have where that is less than everything; null for everything.</summary>
    public DeviceGrant? Grant { get; init; }
}

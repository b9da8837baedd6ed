using WebCap.Client.Api;

namespace WebCap.Client.Components;

/// <summary>
/// A device's state in the letters of NetBSD's <c>netstat -B</c>: its reader's (idle, waiting, timed out), then P, R, S and H for promiscuous, immediate (real
/// time), sees sent and header complete; a dash for what is off.
/// </summary>
internal static class DeviceFlags
{
    /// <summary>The flags of a device: <c>WPRS-</c>.</summary>
    public static string Of(DeviceInfo device)
        => Of(device.State, new string([device.Promiscuous ? 'P' : '-', device.Immediate ? 'R' : '-', device.SeeSent ? 'S' : '-', device.HeaderComplete ? 'H' : '-']));

    /// <summary>The flags of a peer, whose state is told apart from the others.</summary>
    public static string Of(string state, string flags) => (state switch { "idle" => "I", "waiting" => "W", "timedOut" => "T", _ => "-" }) + flags;

    /// <summary>The same in words.</summary>
    public static string Explain(DeviceInfo device)
        => (device.State == "timedOut" ? "timed out" : device.State)
           + (device.Promiscuous ? ", promiscuous" : "") + (device.Immediate ? ", immediate" : "") + (device.SeeSent ? ", sees sent packets" : "")
           + (device.HeaderComplete ? ", writes whole headers" : "") + (device.Locked ? ", locked" : "");
}

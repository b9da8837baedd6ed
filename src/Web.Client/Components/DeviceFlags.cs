using WebCap.Client.Api;

namespace WebCap.Client.Components;

/// <summary>A device's state in the letters of NetBSD's <c>netstat -B</c>: the reader's state, then P, R, S for promiscuous, immediate (real time) and sees sent.</summary>
internal static class DeviceFlags
{
    /// <summary>Four characters, <c>-</c> for what is off: <c>WPRS</c>.</summary>
    public static string Of(DeviceInfo device) => new(
    [
        device.State switch { "idle" => 'I', "waiting" => 'W', "timedOut" => 'T', _ => '-' },
        device.Promiscuous ? 'P' : '-',
        device.Immediate ? 'R' : '-',
        device.SeeSent ? 'S' : '-',
    ]);

    /// <summary>The same in words.</summary>
    public static string Explain(DeviceInfo device)
        => $"{device.State switch { "timedOut" => "timed out", var state => state }}{(device.Promiscuous ? ", promiscuous" : "")}{(device.Immediate ? ", immediate" : "")}{(device.SeeSent ? ", sees sent packets" : "")}";
}

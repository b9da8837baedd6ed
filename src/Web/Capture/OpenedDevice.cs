using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;

namespace WebCap.Capture;

/// <summary>A device that was opened and attached, and captures already.</summary>
/// <param name="Device">The device.</param>
/// <param name="Interface">What it is attached to.</param>
/// <param name="OwnTraffic">The term for the opener's own traffic that its program really has; empty for none.</param>
internal sealed record OpenedDevice(BpfDevice Device, NetworkInterface Interface, string OwnTraffic);

namespace WebCap.Devices;

/// <summary>Who uses a device [OPEN-4].</summary>
internal sealed record DeviceOwnerView(string User, string RemoteAddress, int ProcessId);

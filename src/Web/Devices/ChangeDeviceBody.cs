namespace WebCap.Devices;

/// <summary>What PATCH /api/devices/{minor} takes: what is left out stays as it is.</summary>
internal sealed record ChangeDeviceBody(
    string? Filter,
    long? SnapLength,
    bool? ExcludeOwnTraffic,
    bool? Immediate,
    bool? Promiscuous,
    bool? SeeSent,
    long? ReadTimeoutMs);

namespace WebCap.Client.Api;

/// <summary>Who uses a device.</summary>
public sealed record DeviceOwnerInfo
{
    public string? User { get; init; }

    public string? RemoteAddress { get; init; }

    public int? ProcessId { get; init; }
}

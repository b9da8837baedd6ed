namespace WebCap.Client.Api;

/// <summary>What the hub's <c>Counters</c> streams once a second: everything that counts on the server.</summary>
public sealed record CountersInfo
{
    public DateTimeOffset Time { get; init; }

    public IReadOnlyList<InterfaceInfo> Interfaces { get; init; } = [];

    public IReadOnlyList<DeviceInfo> Devices { get; init; } = [];

    public NetStatisticsInfo Net { get; init; } = new();
}

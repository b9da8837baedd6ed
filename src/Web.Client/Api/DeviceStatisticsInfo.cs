namespace WebCap.Client.Api;

/// <summary>A device's counters since its last flush or filter change.</summary>
public sealed record DeviceStatisticsInfo
{
    public long Received { get; init; }

    public long Captured { get; init; }

    public long Rejected { get; init; }

    public long Dropped { get; init; }

    public long Delivered { get; init; }

    public long Held { get; init; }
}

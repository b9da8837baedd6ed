namespace WebCap.Client.Api;

/// <summary>All devices together, since the server started.</summary>
public sealed record NetStatisticsInfo
{
    public long Received { get; init; }

    public long Dropped { get; init; }

    public long Captured { get; init; }
}

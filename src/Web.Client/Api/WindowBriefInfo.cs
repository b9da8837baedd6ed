namespace WebCap.Client.Api;

/// <summary>What an interface keeps of the past.</summary>
public sealed record WindowBriefInfo
{
    public long Id { get; init; }

    public long Packets { get; init; }

    public long Bytes { get; init; }

    /// <summary>How far back the oldest packet is.</summary>
    public double Seconds { get; init; }
}

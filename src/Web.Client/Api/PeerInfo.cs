namespace WebCap.Client.Api;

/// <summary>A line of <c>GET /api/net/bpf/peers</c>, which only administrators may read.</summary>
public sealed record PeerInfo
{
    public int Minor { get; init; }

    public int? Pid { get; init; }

    public string Interface { get; init; } = "";

    public long Received { get; init; }

    public long Dropped { get; init; }

    public long Captured { get; init; }

    /// <summary>P, R, S and H without the state's letter.</summary>
    public string Flags { get; init; } = "";

    /// <summary><c>idle</c>, <c>waiting</c> or <c>timedOut</c>.</summary>
    public string State { get; init; } = "";

    public int BufferBytes { get; init; }

    public string? Direction { get; init; }

    public DeviceOwnerInfo Owner { get; init; } = new();
}

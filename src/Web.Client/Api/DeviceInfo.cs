namespace WebCap.Client.Api;

/// <summary>An open device, as <c>GET /api/devices</c> lists it.</summary>
public sealed record DeviceInfo
{
    public int Minor { get; init; }

    public string SessionId { get; init; } = "";

    public string Interface { get; init; } = "";

    public bool IsInterfaceGone { get; init; }

    public string? Filter { get; init; }

    /// <summary>The term that leaves out the opener's own traffic; empty for none.</summary>
    public string OwnTraffic { get; init; } = "";

    /// <summary>The filter that limits whoever opened it, and that a frame has to pass first; empty for none.</summary>
    public string Guard { get; init; } = "";

    public long SnapLength { get; init; }

    public int BufferBytes { get; init; }

    public bool Immediate { get; init; }

    public bool Promiscuous { get; init; }

    public bool SeeSent { get; init; }

    public bool HeaderComplete { get; init; }

    public bool Locked { get; init; }

    /// <summary><c>idle</c>, <c>waiting</c> or <c>timedOut</c>.</summary>
    public string State { get; init; } = "";

    public DeviceOwnerInfo Owner { get; init; } = new();

    public DateTimeOffset OpenedAt { get; init; }

    public int Viewers { get; init; }

    public DeviceStatisticsInfo Statistics { get; init; } = new();

    public long KernelDropped { get; init; }

    public long InterfaceReceived { get; init; }

    public long FeedDropped { get; init; }
}

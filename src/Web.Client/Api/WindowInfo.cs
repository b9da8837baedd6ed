namespace WebCap.Client.Api;

/// <summary>A rewind window, as <c>GET /api/rewind/windows</c> lists it.</summary>
public sealed record WindowInfo
{
    public long Id { get; init; }

    public string Interface { get; init; } = "";

    /// <summary><c>keeping</c> or <c>waiting</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Why it waits, or why the newest packets were lost.</summary>
    public string Reason { get; init; } = "";

    public string Filter { get; init; } = "";

    /// <summary><c>memory</c> or <c>disk</c>.</summary>
    public string Storage { get; init; } = "";

    /// <summary>Room, in bytes of records.</summary>
    public long Bytes { get; init; }

    /// <summary>The oldest that it keeps; 0 for no bound of time.</summary>
    public long Seconds { get; init; }

    public string User { get; init; } = "";

    public long Dropped { get; init; }

    public long KernelDropped { get; init; }

    public long Packets { get; init; }

    public long HeldBytes { get; init; }

    public double HeldSeconds { get; init; }

    public long Forgotten { get; init; }

    public long Lost { get; init; }
}

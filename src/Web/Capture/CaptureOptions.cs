namespace WebCap.Capture;

/// <summary>The bounds and the pace of sessions. Each is an option of the service.</summary>
public sealed record CaptureOptions
{
    /// <summary>Bytes of records that may wait for one viewer; beyond that the oldest go and are counted.</summary>
    public long FeedBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of records that a session keeps for viewers who come back or come late.</summary>
    public long BacklogBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Viewers that one device can have.</summary>
    public int ViewersPerDevice { get; init; } = 256;

    /// <summary>How long at most a record waits in a device that is not in immediate mode: below a person's notice, and ten reads a second.</summary>
    public TimeSpan PushInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The least time between two reads of a device in immediate mode while its batches are small, so that a burst of single frames is
    /// not a burst of messages.</summary>
    public TimeSpan ImmediateInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>How long the pump goes on into the backlog after the last viewer left, so that a lost connection comes back without a gap.</summary>
    public TimeSpan ViewerGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a viewer hears the counters while no records flow.</summary>
    public TimeSpan IdleInterval { get; init; } = TimeSpan.FromSeconds(1);
}

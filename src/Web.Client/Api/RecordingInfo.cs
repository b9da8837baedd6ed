namespace WebCap.Client.Api;

/// <summary>A recording, as <c>GET /api/recordings</c> lists it.</summary>
public sealed record RecordingInfo
{
    public long Id { get; init; }

    /// <summary><c>waiting</c>, <c>recording</c>, <c>stopped</c>, <c>failed</c> or <c>interrupted</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Why it ended or waits; empty while it runs.</summary>
    public string Reason { get; init; } = "";

    public string Interface { get; init; } = "";

    public string Filter { get; init; } = "";

    public int LinkType { get; init; }

    /// <summary><c>pcapng</c> or <c>pcap</c>.</summary>
    public string Format { get; init; } = "";

    public string Comment { get; init; } = "";

    public bool Standing { get; init; }

    public string User { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public long Packets { get; init; }

    /// <summary>Packets lost for want of room or because the disk was full.</summary>
    public long Dropped { get; init; }

    public long KernelDropped { get; init; }

    /// <summary>What its files take now.</summary>
    public long LengthBytes { get; init; }

    public IReadOnlyList<RecordedFileInfo> Files { get; init; } = [];

    /// <summary>True while it can be stopped.</summary>
    public bool IsActive => State is "recording" or "waiting";
}

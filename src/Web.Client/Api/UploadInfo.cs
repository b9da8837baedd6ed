namespace WebCap.Client.Api;

/// <summary>An uploaded capture, as <c>GET /api/captures</c> lists it.</summary>
public sealed record UploadInfo
{
    public long Id { get; init; }

    /// <summary>As its owner calls it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The interface that plays it.</summary>
    public string Interface { get; init; } = "";

    public long Packets { get; init; }

    public long Bytes { get; init; }

    /// <summary>Why only the beginning of what was sent is kept.</summary>
    public string? Fault { get; init; }

    /// <summary>Why it cannot be played.</summary>
    public string? Unavailable { get; init; }
}

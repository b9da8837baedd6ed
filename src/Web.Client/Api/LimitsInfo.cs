namespace WebCap.Client.Api;

/// <summary>What a token may have where that is less than its role allows.</summary>
public sealed record LimitsInfo
{
    /// <summary>On which it may open, watch and control devices; null for all.</summary>
    public IReadOnlyList<string>? Interfaces { get; init; }

    /// <summary>What a frame has to pass before the user's own filter; empty for none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>Bytes of a frame that its devices capture, at most; null for all.</summary>
    public long? SnapLength { get; init; }

    public bool MayDownload { get; init; } = true;
}

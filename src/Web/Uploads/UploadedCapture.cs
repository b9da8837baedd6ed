namespace WebCap.Uploads;

/// <summary>A row of the catalogue of uploads.</summary>
internal sealed record UploadedCapture
{
    public long Id { get; init; }

    /// <summary>As its owner calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The file's name in the folder of uploads, made by the service.</summary>
    public required string File { get; init; }

    /// <summary>The interface that plays it.</summary>
    public required string Interface { get; init; }

    /// <summary>pcap or pcapng.</summary>
    public required string Format { get; init; }

    public required long Packets { get; init; }

    /// <summary>The file's length as it is kept, unpacked.</summary>
    public required long Bytes { get; init; }

    /// <summary>Why only the beginning of what was sent is kept; null when all of it is.</summary>
    public string? Fault { get; init; }

    /// <summary>How it is played, in the words of --replay-pace.</summary>
    public required string Pace { get; init; }

    public required bool IsLooped { get; init; }

    public required string UploadedBy { get; init; }

    public required DateTimeOffset UploadedAt { get; init; }
}

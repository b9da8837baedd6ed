namespace WebCap.Client.Api;

/// <summary>A file of a recording; the times are those of its packets.</summary>
public sealed record RecordedFileInfo
{
    public int Number { get; init; }

    public long Packets { get; init; }

    public long LengthBytes { get; init; }

    public DateTimeOffset? FirstAt { get; init; }

    public DateTimeOffset? LastAt { get; init; }
}

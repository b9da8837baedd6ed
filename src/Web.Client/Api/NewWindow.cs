namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/rewind/windows</c>.</summary>
public sealed record NewWindow
{
    public required string Interface { get; init; }

    public string Filter { get; init; } = "";

    public string Storage { get; init; } = "memory";

    public long Bytes { get; init; }

    public long Seconds { get; init; }
}

namespace WebCap.Client.Api;

/// <summary>What recordings take and what is left for them, as <c>GET /api/recordings/space</c> says.</summary>
public sealed record SpaceInfo
{
    public long UsedBytes { get; init; }

    public long FreeBytes { get; init; }
}

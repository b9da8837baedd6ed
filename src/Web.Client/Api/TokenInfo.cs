namespace WebCap.Client.Api;

/// <summary>A token, as <c>GET /api/tokens</c> lists it.</summary>
public sealed record TokenInfo
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Role { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Null for never.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public LimitsInfo Limits { get; init; } = new();

    /// <summary>The one that this page is signed in with.</summary>
    public bool IsOwn { get; init; }
}

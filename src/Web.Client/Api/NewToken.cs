namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/tokens</c>.</summary>
public sealed record NewToken
{
    public required string Name { get; init; }

    public required string Role { get; init; }

    public int Days { get; init; }

    public IReadOnlyList<string>? Interfaces { get; init; }

    public string? Filter { get; init; }

    public int? SnapLength { get; init; }

    public bool? MayDownload { get; init; }
}

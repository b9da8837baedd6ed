namespace WebCap.Client.Api;

/// <summary>The server that answers.</summary>
public sealed record ServerInfo
{
    public string? Version { get; init; }
}

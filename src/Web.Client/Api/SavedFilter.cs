namespace WebCap.Client.Api;

/// <summary>A capture filter that was given a name.</summary>
public sealed record SavedFilter
{
    /// <summary>The server's key.</summary>
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Expression { get; init; } = "";
}

namespace WebCap.Client.Api;

/// <summary>A capture filter that was given a name.</summary>
public sealed record SavedFilter
{
    /// <summary>The server's key: a number or a text, which the page only hands back.</summary>
    public System.Text.Json.JsonElement Id { get; init; }

    public string Name { get; init; } = "";

    public string Expression { get; init; } = "";
}

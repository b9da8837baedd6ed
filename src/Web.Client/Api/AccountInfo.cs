namespace WebCap.Client.Api;

/// <summary>Who is signed in, and where: <c>GET /api/session</c>.</summary>
public sealed record AccountInfo
{
    public string User { get; init; } = "";

    /// <summary><c>viewer</c>, <c>operator</c> or <c>administrator</c>.</summary>
    public string Role { get; init; } = "";

    public ServerInfo Server { get; init; } = new();

    public LimitsInfo Limits { get; init; } = new();

    /// <summary>May open and close devices.</summary>
    public bool IsOperator => Role is "operator" or "administrator";

    /// <summary>May see every peer.</summary>
    public bool IsAdministrator => Role == "administrator";
}

namespace WebCap.Client.Api;

/// <summary>A token that was just made; it cannot be shown again.</summary>
public sealed record IssuedToken(long Id, string Token);

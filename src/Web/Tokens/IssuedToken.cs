namespace WebCap.Tokens;

/// <param name="Id">The token's number, to revoke it by.</param>
/// <param name="Token">The token; it cannot be shown again.</param>
internal sealed record IssuedToken(long Id, string Token);

namespace WebCap.Tokens;

/// <param name="Name">Who it is for.</param>
/// <param name="Role">viewer, operator or administrator.</param>
/// <param name="Days">How long it works.</param>
internal sealed record IssueTokenRequest(string? Name, string? Role, int Days);

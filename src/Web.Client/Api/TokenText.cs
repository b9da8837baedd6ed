namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/session</c>.</summary>
public sealed record TokenText(string Token);

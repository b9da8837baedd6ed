namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/filters/saved</c>.</summary>
public sealed record NewSavedFilter(string Name, string Expression);

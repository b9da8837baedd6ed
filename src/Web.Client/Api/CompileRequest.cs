namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/filters/compile</c>.</summary>
/// <param name="Expression">A capture filter.</param>
/// <param name="Interface">The interface that it is for: its link type decides what can be asked.</param>
/// <param name="LinkType">The link type itself, where there is no interface.</param>
public sealed record CompileRequest(string Expression, string? Interface, int? LinkType = null);

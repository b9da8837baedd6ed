namespace WebCap.Client.Api;

/// <summary>The body of a request that changes a device's filter.</summary>
/// <param name="Filter">The expression; empty accepts every packet.</param>
public sealed record FilterText(string Filter);

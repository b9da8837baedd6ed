namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/recordings</c>, as far as the page has something to say.</summary>
public sealed record StartRecordingRequest
{
    public required string Interface { get; init; }

    public string Filter { get; init; } = "";

    public long SnapLength { get; init; }

    public bool Promiscuous { get; init; }

    /// <summary>Leaves out the connection between this page and the service.</summary>
    public bool ExcludeOwnTraffic { get; init; }
}

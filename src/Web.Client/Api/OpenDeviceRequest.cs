namespace WebCap.Client.Api;

/// <summary>The body of <c>POST /api/devices</c>.</summary>
public sealed record OpenDeviceRequest
{
    public required string Interface { get; init; }

    public string Filter { get; init; } = "";

    public int SnapLength { get; init; }

    public int BufferBytes { get; init; }

    public bool Immediate { get; init; }

    public bool Promiscuous { get; init; }

    public string TimestampFormat { get; init; } = "nanoseconds";

    /// <summary>Leaves out the connection between this page and the service, which would feed itself.</summary>
    public bool ExcludeOwnTraffic { get; init; }

    /// <summary>Seconds without a viewer after which the device closes by itself.</summary>
    public int LeaseSeconds { get; init; }

    /// <summary>Begins with so many seconds of what the interface's window kept; 0 for nothing of the past.</summary>
    public int Rewind { get; init; }
}

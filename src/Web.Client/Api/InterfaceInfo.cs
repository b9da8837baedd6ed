namespace WebCap.Client.Api;

/// <summary>An interface, as <c>GET /api/interfaces</c> lists it.</summary>
public sealed record InterfaceInfo
{
    public string Name { get; init; } = "";

    public int Index { get; init; }

    /// <summary><c>live</c>, <c>replay</c> or <c>loop</c>.</summary>
    public string Kind { get; init; } = "";

    public string LinkTypeName { get; init; } = "";

    public int Mtu { get; init; }

    public bool IsUp { get; init; }

    public string? Description { get; init; }

    /// <summary>Why it cannot be opened, with the command that would help; null when it can.</summary>
    public string? Unavailable { get; init; }

    public bool IsPromiscuous { get; init; }

    public long Received { get; init; }

    public long ReceivedBytes { get; init; }

    public long KernelDropped { get; init; }

    /// <summary>Devices that are open on it.</summary>
    public int Devices { get; init; }

    /// <summary>What it keeps of the past; null when it keeps nothing.</summary>
    public WindowBriefInfo? Rewind { get; init; }
}

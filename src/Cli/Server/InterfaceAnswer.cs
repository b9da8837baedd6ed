namespace WebCap.Cli.Server;

/// <summary>An interface, as GET /api/interfaces lists it.</summary>
internal sealed record InterfaceAnswer(
    string Name,
    string Kind,
    int LinkType,
    string LinkTypeName,
    bool IsUp,
    string? Description,
    string? Unavailable,
    long Received,
    long KernelDropped,
    int Devices,
    WindowAnswer? Rewind);

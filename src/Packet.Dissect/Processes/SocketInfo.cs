namespace Packet.Dissect.Processes;

/// <summary>A socket as the server tells of it; nothing in it can be relied on.</summary>
internal sealed record SocketInfo(
    long Id,
    string? Protocol,
    string? LocalAddress,
    int LocalPort,
    string? RemoteAddress,
    int RemotePort,
    int? ProcessId,
    string? Name,
    string? Unit,
    string? Container,
    DateTimeOffset FirstSeen,
    DateTimeOffset? LastSeen,
    bool WasThere);

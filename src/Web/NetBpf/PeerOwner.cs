namespace WebCap.NetBpf;

/// <summary>Who uses a device.</summary>
internal sealed record PeerOwner(string User, string RemoteAddress, int ProcessId);

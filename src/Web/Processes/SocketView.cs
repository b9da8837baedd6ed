namespace WebCap.Processes;

/// <summary>A socket of this machine and who likely has it. Names are made safe to show.</summary>
/// <param name="Id">Its number, never used again; news name it.</param>
/// <param name="Protocol">tcp, udp, udplite, raw or icmp.</param>
/// <param name="LocalAddress">0.0.0.0 or :: for all addresses of the machine.</param>
/// <param name="LocalPort">For raw the IP protocol number, for icmp the identifier of its echoes.</param>
/// <param name="RemoteAddress">0.0.0.0 or :: when it is not connected.</param>
/// <param name="RemotePort">0 when it is not connected.</param>
/// <param name="State">In the words of ss(8).</param>
/// <param name="UserId">Whose it is.</param>
/// <param name="ProcessId">Null when the process is not known: the service may not look at it, or it was gone before it was looked at.</param>
/// <param name="Name">What the process calls itself.</param>
/// <param name="Unit">Its systemd unit.</param>
/// <param name="Container">Its container: runtime and short id.</param>
/// <param name="FirstSeen">The first sample that had it.</param>
/// <param name="LastSeen">The last sample that had it; null while it is there.</param>
/// <param name="WasThere">True when it was there before the samples began, so that it is older than <paramref name="FirstSeen"/>.</param>
internal sealed record SocketView(
    long Id,
    string Protocol,
    string LocalAddress,
    int LocalPort,
    string RemoteAddress,
    int RemotePort,
    string State,
    uint UserId,
    int? ProcessId,
    string? Name,
    string? Unit,
    string? Container,
    DateTimeOffset FirstSeen,
    DateTimeOffset? LastSeen,
    bool WasThere)
{
    public static SocketView Of(long id, SocketLine line, ProcessFacts? owner, DateTimeOffset firstSeen, DateTimeOffset? lastSeen, bool wasThere) => new(
        id,
        line.Key.Protocol switch
        {
            SocketProtocol.Tcp => "tcp",
            SocketProtocol.Udp => "udp",
            SocketProtocol.UdpLite => "udplite",
            SocketProtocol.Raw => "raw",
            _ => "icmp",
        },
        SocketKey.TextOf(line.Key.LocalAddress),
        line.Key.LocalPort,
        SocketKey.TextOf(line.Key.RemoteAddress),
        line.Key.RemotePort,
        SocketStateText.Of(line.Key.Protocol, line.State),
        line.UserId,
        owner?.Id,
        owner?.Name,
        owner?.Unit,
        owner?.Container,
        firstSeen,
        lastSeen,
        wasThere);
}

namespace WebCap.Processes;

/// <summary>What a socket speaks. The names in lower case are the API's.</summary>
internal enum SocketProtocol
{
    Tcp,
    Udp,
    UdpLite,

    /// <summary>The local port is the IP protocol number.</summary>
    Raw,

    /// <summary>Unprivileged ping; the local port is the identifier of its echoes.</summary>
    Icmp,
}

namespace Bpf.Engine.Filter.Expressions;

/// <summary>How a display filter's field is tested in a capture filter.</summary>
internal enum DisplayFilterFieldKind : byte
{
    /// <summary>An IPv4 address or network behind words such as "src host".</summary>
    IPv4,

    /// <summary>An IPv6 address or network behind words such as "src host".</summary>
    IPv6,

    /// <summary>An Ethernet address behind words such as "ether src".</summary>
    Ethernet,

    /// <summary>A port behind words such as "tcp dst port"; comparisons become a port range.</summary>
    Port,

    /// <summary>A number behind words, only tested for being equal: "ip proto".</summary>
    Named,

    /// <summary>As <see cref="Named"/>, of a header that moves what follows: "vlan".</summary>
    Shifting,

    /// <summary>A number that an expression gives: "ip[8]".</summary>
    Number,

    /// <summary>A bit that an expression gives: "tcp[tcpflags] &amp; tcp-syn".</summary>
    Flag,
}

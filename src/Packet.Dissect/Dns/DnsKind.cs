namespace Packet.Dissect.Dns;

/// <summary>Who speaks the format.</summary>
internal enum DnsKind
{
    Plain,

    /// <summary>The highest bit of a class asks for a unicast answer, or tells to flush a cache.</summary>
    Multicast,
    LinkLocal,
}

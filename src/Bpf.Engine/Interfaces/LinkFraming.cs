namespace Bpf.Engine.Interfaces;

/// <summary>How the frames of a live interface come out of its packet socket.</summary>
internal enum LinkFraming
{
    /// <summary>With an Ethernet header.</summary>
    Ethernet,

    /// <summary>With an Ethernet header, and every frame twice: as it goes out and as it comes in again.</summary>
    Loopback,

    /// <summary>An IP packet and nothing before it.</summary>
    Raw,

    /// <summary>The socket takes the link-layer header off, whatever it is, and the SLL2 header is put in its place.</summary>
    Cooked,
}

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.NetworkInformation;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// A network interface of this machine, captured through a packet socket and its mapped ring. Linux only.
/// <para>
/// With the first device a socket, a ring and a thread come to be; with the last they go. The thread owns the ring: it alone walks blocks,
/// and it closes everything when it ends, whether it was asked to or the interface disappeared. Whoever else wants something of the
/// ring (drops, promiscuity, the request to stop) holds <c>ringLock</c>, under which the thread closes it. The thread never holds
/// <c>ringLock</c> while it taps, so counters can be read while a device is slow.
/// </para>
/// <para>An interface that goes down keeps its capture and its devices; frames come again when it is up. One that is removed is gone for good.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The capture thread disposes the ring and the wait when it ends.")]
public sealed partial class PacketSocketInterface : NetworkInterface
{
    private readonly PacketRingOptions options;
    private readonly LinkFraming framing;
    private readonly Lock ringLock = new();

    // Replaced whole by the catalogue, which asks the kernel.
    private volatile LinkSnapshot link;
    private volatile string? obstacle;

    internal PacketSocketInterface(LinkSnapshot link, string? obstacle, PacketRingOptions options)
        : base(link.Name, link.Index)
    {
        this.link = link;
        this.obstacle = obstacle;
        this.options = options;
        framing = LinkFramingRules.Of(link.HardwareType);
        ringTap = new RingTap(Tap, framing);
    }

    /// <inheritdoc/>
    public override InterfaceKind Kind => InterfaceKind.Live;

    /// <summary>Ethernet, raw IP, or for anything else a Linux cooked header, version 2.</summary>
    public override LinkType LinkType => framing.ToLinkType();

    /// <inheritdoc/>
    public override int Mtu => link.Mtu;

    /// <inheritdoc/>
    public override bool IsUp => !IsGone && link.IsRunning;

    /// <summary>Frames sent to it come back to this host.</summary>
    public bool IsLoopback => link.IsLoopback;

    /// <summary>The link-layer address; empty when the interface has none.</summary>
    public PhysicalAddress HardwareAddress => link.HardwareAddress;

    /// <summary>The internet addresses of the interface.</summary>
    public IReadOnlyList<IPAddress> Addresses => link.Addresses;

    /// <summary>Its state if it is not up, then its addresses.</summary>
    public override string Description
    {
        get
        {
            var now = link;
            List<string> parts = [];
            if (IsGone) parts.Add("gone");
            else if (!now.IsAdministrativelyUp) parts.Add("down");
            else if (!now.IsRunning) parts.Add("no carrier");
            if (now.IsLoopback) parts.Add("loopback");
            parts.AddRange(now.Addresses.Select(static address => address.ToString()));
            var hardware = now.HardwareAddress.GetAddressBytes();
            if (!now.IsLoopback && hardware.Length > 0) parts.Add(string.Join(':', hardware.Select(static b => b.ToString("x2", null))));
            return string.Join(", ", parts);
        }
    }

    /// <summary>Why this process may not capture here and the command that changes it; null when it may.</summary>
    public override string? Unavailable => obstacle;

    /// <summary>Why frames cannot be written: the link type is one that the kernel makes up, so there is no such header to send.</summary>
    public override string? Unwritable => framing == LinkFraming.Cooked
        ? "The frames of this interface are shown with a cooked header, which tells where they came from and cannot be sent."
        : null;

    /// <summary>Linux takes no frame as received from a program, except where what is sent comes back by itself.</summary>
    public override string? FeedbackUnavailable => framing == LinkFraming.Loopback
        ? null
        : Unwritable ?? "Linux has no way to hand a frame to a network interface as received; switch feedback off (BIOCSFEEDBACK 0) to write here.";

    /// <summary>What the catalogue has just learned from the kernel.</summary>
    internal void Update(LinkSnapshot now, string? newObstacle)
    {
        link = now;
        obstacle = newObstacle;
    }

    internal bool IsSameLink(LinkSnapshot other) => link.IsSameLink(other);
}

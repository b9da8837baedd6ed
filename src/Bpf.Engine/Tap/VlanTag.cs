namespace Bpf.Engine.Tap;

/// <summary>
/// A VLAN tag that came beside a frame instead of in it, because hardware or a kernel took it out (the <c>M_VLANTAG</c> of an mbuf). VLAN id 0
/// is a tag too [TAP-4].
/// </summary>
/// <param name="Protocol">The tag protocol, host byte order: 0x8100 or 0x88a8; 0 when the source of the frame does not say, which means 0x8100.</param>
/// <param name="Control">The tag control (3 bits priority, 1 bit drop eligible, 12 bits VLAN id), host byte order, as it is on the wire.</param>
public readonly record struct VlanTag(ushort Protocol, ushort Control)
{
    /// <summary>Bytes that a tag adds to a frame.</summary>
    public const int Length = 4;

    /// <summary>A customer tag (802.1Q).</summary>
    public const ushort CustomerProtocol = 0x8100;

    private const int PriorityShift = 13;
    private const int PriorityMask = 7;

    /// <summary>
    /// A tag whose priority comes beside it, in the numbering of OpenBSD's queues. There 0 is the lowest priority and 1 the usual one; on the wire
    /// 0 is the usual one and 1 lies below it (802.1Q), so the two change places [TAP-4].
    /// </summary>
    /// <param name="tag">VLAN id and drop eligible bit.</param>
    /// <param name="priority">0 to 7; only the lowest three bits count.</param>
    /// <param name="protocol">As <see cref="Protocol"/>.</param>
    public static VlanTag WithPriority(ushort tag, byte priority, ushort protocol = CustomerProtocol)
    {
        var queue = priority & PriorityMask;
        var onTheWire = queue <= 1 ? 1 - queue : queue;
        return new VlanTag(protocol, (ushort)(tag | onTheWire << PriorityShift));
    }

    /// <summary>The four bytes of the tag as they stand in a frame, as one number: the first byte on the wire is the highest.</summary>
    internal uint OnTheWire => (uint)(Protocol == 0 ? CustomerProtocol : Protocol) << 16 | Control;
}

using Bpf.Wire;
using Packet.Dissect.Cooked;
using Packet.Dissect.Cursor;
using Packet.Dissect.Ethernet;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Ipv6;
using Packet.Dissect.Loopback;
using Packet.Dissect.Raw;

namespace Packet.Dissect.Frame;

/// <summary>Chooses the outermost layer.</summary>
internal static class LinkLayer
{
    internal static void Dissect(ref Pass pass, in PacketInput packet)
    {
        var view = ViewOf(packet);
        switch (packet.LinkType)
        {
            case LinkType.Ethernet: EthernetLayer.Dissect(ref pass, view); break;
            case LinkType.LinuxSll: CookedLayer.Dissect(ref pass, view); break;
            case LinkType.LinuxSll2: CookedLayer.DissectVersion2(ref pass, view); break;
            case LinkType.Null: LoopbackLayer.Dissect(ref pass, view, isNetworkOrder: false); break;
            case LinkType.Loop: LoopbackLayer.Dissect(ref pass, view, isNetworkOrder: true); break;
            case LinkType.Raw: RawLayer.Dissect(ref pass, view); break;
            case LinkType.IPv4: Ipv4Layer.Dissect(ref pass, view); break;
            case LinkType.IPv6: Ipv6Layer.Dissect(ref pass, view); break;
            default: DissectUnknown(ref pass, view, packet.LinkType); break;
        }
    }

    /// <summary>The whole frame. A wire length below the captured one is a contradiction that the captured bytes win.</summary>
    internal static View ViewOf(in PacketInput packet)
    {
        var wireLength = (int)Math.Min(int.MaxValue, Math.Max(packet.WireLength, (uint)packet.Bytes.Length));
        return new View(0, packet.Bytes.Length, wireLength);
    }

    private static void DissectUnknown(ref Pass pass, View view, LinkType linkType)
    {
        pass.StartRow("UNKNOWN");
        pass.Info.Append("Link type ").AppendDecimal((int)linkType).Append(" (not decoded)");
        DataNode.DescribeUndecoded(ref pass, view, $"Link type {(int)linkType}");
    }
}

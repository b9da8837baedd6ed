using Bpf.Wire;
using Packet.Dissect.Cursor;
using Packet.Dissect.Ethernet;
using Packet.Dissect.Ipv4;

namespace Packet.Dissect.Frame;

/// <summary>Chooses the outermost layer.</summary>
internal static class LinkLayer
{
    internal static void Dissect(ref Pass pass, in PacketInput packet)
    {
        var wireLength = (int)Math.Min(int.MaxValue, Math.Max(packet.WireLength, (uint)packet.Bytes.Length));
        var view = new View(0, packet.Bytes.Length, wireLength);
        switch (packet.LinkType)
        {
            case LinkType.Ethernet: EthernetLayer.Dissect(ref pass, view); break;
            case LinkType.IPv4: Ipv4Layer.Dissect(ref pass, view); break;
            default: DissectUnknown(ref pass, view, packet.LinkType); break;
        }
    }

    private static void DissectUnknown(ref Pass pass, View view, LinkType linkType)
    {
        pass.StartRow("UNKNOWN");
        pass.Info.Append("Link type ").AppendDecimal((int)linkType).Append(" (not decoded)");
        DataNode.Describe(ref pass, view);
    }
}

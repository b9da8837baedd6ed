using Packet.Dissect.Cursor;

namespace Packet.Dissect.Frame;

/// <summary>Wireshark's default colouring rules, first match wins.</summary>
internal static class ColorRules
{
    internal static ColorRule Of(PacketFacts facts)
    {
        if (Has(facts, PacketFacts.TcpBad)) return ColorRule.BadTcp;
        if (Has(facts, PacketFacts.IcmpError)) return ColorRule.IcmpErrors;
        if (Has(facts, PacketFacts.Arp)) return ColorRule.Arp;
        if (Has(facts, PacketFacts.Icmp)) return ColorRule.Icmp;
        if (Has(facts, PacketFacts.TcpReset)) return ColorRule.TcpRst;
        if (Has(facts, PacketFacts.TtlUnexpected)) return ColorRule.TtlLowOrUnexpected;
        if (Has(facts, PacketFacts.Http)) return ColorRule.Http;
        if (Has(facts, PacketFacts.Routing)) return ColorRule.Routing;
        if (Has(facts, PacketFacts.TcpSynFin)) return ColorRule.TcpSynFin;
        if (Has(facts, PacketFacts.Tcp)) return ColorRule.Tcp;
        if (Has(facts, PacketFacts.Udp)) return ColorRule.Udp;
        return Has(facts, PacketFacts.GroupDestination) ? ColorRule.Broadcast : ColorRule.None;
    }

    private static bool Has(PacketFacts facts, PacketFacts fact) => (facts & fact) != 0;
}

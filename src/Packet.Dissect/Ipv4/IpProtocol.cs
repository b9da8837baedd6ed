using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Udp;

namespace Packet.Dissect.Ipv4;

/// <summary>IP protocol numbers: their names and the layer that each starts. Shared by IPv4 and IPv6.</summary>
internal static class IpProtocol
{
    internal const byte Udp = 17;

    internal static void Dissect(ref Pass pass, byte protocol, View view)
    {
        if (!pass.TryEnter()) return;
        switch (protocol)
        {
            case Udp: UdpLayer.Dissect(ref pass, view); break;
            default: DissectUnknown(ref pass, protocol, view); break;
        }

        pass.Leave();
    }

    internal static string NameOf(byte protocol) => protocol switch
    {
        1 => "ICMP",
        2 => "IGMP",
        6 => "TCP",
        Udp => "UDP",
        _ => "Unknown",
    };

    private static void DissectUnknown(ref Pass pass, byte protocol, View view)
    {
        pass.Info.Append(NameOf(protocol)).Append(" (").AppendDecimal(protocol).Append(')');
        DataNode.Describe(ref pass, view);
    }
}

using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Text;

namespace Packet.Dissect.Ethernet;

/// <summary>EtherTypes: their names and the layer that each starts. Shared by every link layer that carries one.</summary>
internal static class EtherType
{
    internal const ushort IPv4 = 0x0800;

    internal static void Dissect(ref Pass pass, ushort type, View view)
    {
        if (!pass.TryEnter()) return;
        switch (type)
        {
            case IPv4: Ipv4Layer.Dissect(ref pass, view); break;
            default: DissectUnknown(ref pass, type, view); break;
        }

        pass.Leave();
    }

    internal static string Describe(ushort type) => $"{NameOf(type)} ({Hex.Of(type, 4)})";

    internal static string NameOf(ushort type) => type switch
    {
        IPv4 => "IPv4",
        _ => "Unknown",
    };

    // The row keeps the text of the layer outside, as Wireshark's does.
    private static void DissectUnknown(ref Pass pass, ushort type, View view)
    {
        pass.Protocol = Hex.Of(type, 4);
        DataNode.Describe(ref pass, view);
    }
}

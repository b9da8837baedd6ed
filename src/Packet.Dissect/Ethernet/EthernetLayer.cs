using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Ethernet;

/// <summary>
/// Ethernet II and IEEE 802.3: destination (6), source (6), then an EtherType or, up to 1500, the length of an LLC frame.
/// </summary>
internal static class EthernetLayer
{
    internal const int HeaderLength = 14;
    private const int TypeOffset = 12;
    private const int MinFrameLength = 60;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("Ethernet");
        if (!pass.Require(view, HeaderLength, "Ethernet")) return;
        if ((pass.U8(view.Offset) & 1) != 0) pass.Facts |= PacketFacts.GroupDestination;
        pass.SetAddresses(AddressKind.Mac, view.Offset + 6, view.Offset);
        pass.Info.Append("Ethernet II");
        var type = pass.U16(view.Offset + TypeOffset);
        var root = pass.Tree is null ? null : Describe(ref pass, view, type);
        EtherType.Dissect(ref pass, type, view.Skip(HeaderLength));
        if (root is not null) DescribePadding(ref pass, root, view);
    }

    private static FieldNode Describe(ref Pass pass, View view, ushort type)
    {
        var at = view.Offset;
        var destination = AddressText.Mac(pass.Frame.Slice(at, 6));
        var source = AddressText.Mac(pass.Frame.Slice(at + 6, 6));
        var root = pass.Tree!.AddRoot("eth", $"Ethernet II, Src: {source}, Dst: {destination}", at, HeaderLength);
        DescribeAddress(root, "eth.dst", "Destination", destination, pass.U24(at), at);
        DescribeAddress(root, "eth.src", "Source", source, pass.U24(at + 6), at + 6);
        root.Add("eth.type", "Type: " + EtherType.Describe(type), at + TypeOffset, 2, Hex.Of(type, 4));
        return root;
    }

    internal static void DescribeAddress(FieldNode parent, string name, string title, string address, int high, int offset)
    {
        var node = parent.Add(name, $"{title}: {address}", offset, 6, address);
        node.Add("eth.addr", "Address: " + address, offset, 6, address);
        node.AddFlag("eth.lg", (uint)high, 0x020000, 24, "LG bit", offset, 3, "Locally administered address (this is NOT the factory default)", "Globally unique address (factory default)");
        node.AddFlag("eth.ig", (uint)high, 0x010000, 24, "IG bit", offset, 3, "Group address (multicast/broadcast)", "Individual address (unicast)");
    }

    // A short packet is filled up to the smallest frame; bytes behind it belong to Ethernet and not to the packet.
    private static void DescribePadding(ref Pass pass, FieldNode root, View view)
    {
        if (pass.NetworkEnd == 0 || pass.NetworkEnd >= view.End) return;
        var rest = new View(pass.NetworkEnd, view.End - pass.NetworkEnd, view.End - pass.NetworkEnd);
        var isPadding = view.End <= view.Offset + MinFrameLength;
        var text = Hex.Bytes(pass.Bytes(rest));
        root.AddGenerated(isPadding ? "eth.padding" : "eth.trailer", (isPadding ? "Padding: " : "Trailer: ") + text, rest.Offset, rest.Captured, text);
    }
}

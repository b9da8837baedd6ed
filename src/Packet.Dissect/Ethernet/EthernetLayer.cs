using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
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
    private const ushort MinEtherType = 0x0600;

    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("Ethernet");
        if (!pass.Require(view, HeaderLength, "Ethernet")) return;
        if ((pass.U8(view.Offset) & 1) != 0) pass.Facts |= PacketFacts.GroupDestination;
        pass.SetAddresses(AddressKind.Mac, view.Offset + 6, view.Offset);
        var type = pass.U16(view.Offset + TypeOffset);
        var payload = view.Skip(HeaderLength);
        FieldNode? root;
        if (type >= MinEtherType)
        {
            pass.Info.Append("Ethernet II");
            root = pass.Tree is null ? null : DescribeTyped(ref pass, view, type);
            EtherType.Dissect(ref pass, type, payload);
        }
        else if (type > EtherType.MaxLength)
        {
            pass.Info.Append("Ethernet Unknown: Invalid length/type: 0x").AppendHex(type, 4).Append(" (").AppendDecimal(type).Append(')');
            root = pass.Tree is null ? null : DescribeInvalid(ref pass, view, type);
            DataNode.Describe(ref pass, payload);
        }
        else
        {
            pass.Info.Append("IEEE 802.3 Ethernet ");
            root = pass.Tree is null ? null : DescribeSized(ref pass, view, type);
            pass.NetworkEnd = payload.Take(type).End;
            LlcLayer.Dissect(ref pass, payload.Take(type));
        }

        if (root is not null) DescribePadding(ref pass, root, view);
    }

    internal static void DescribeAddress(FieldNode parent, string name, string title, string address, int high, int offset)
    {
        var node = parent.Add(name, $"{title}: {address}", offset, 6, address);
        node.Add("eth.addr", "Address: " + address, offset, 6, address);
        node.AddFlag("eth.lg", (uint)high, 0x020000, 24, "LG bit", offset, 3, "Locally administered address (this is NOT the factory default)", "Globally unique address (factory default)");
        node.AddFlag("eth.ig", (uint)high, 0x010000, 24, "IG bit", offset, 3, "Group address (multicast/broadcast)", "Individual address (unicast)");
    }

    private static FieldNode DescribeTyped(ref Pass pass, View view, ushort type)
    {
        var root = DescribeAddresses(ref pass, "Ethernet II", view.Offset, true);
        root.Add("eth.type", "Type: " + EtherType.Describe(type), view.Offset + TypeOffset, 2, Hex.Of(type, 4));
        return root;
    }

    private static FieldNode DescribeInvalid(ref Pass pass, View view, ushort type)
    {
        var root = DescribeAddresses(ref pass, "Ethernet Unknown", view.Offset, true);
        var text = $"Invalid length/type: {Hex.Of(type, 4)} ({type})";
        root.Add("eth.invalid_lentype", text, view.Offset + TypeOffset, 2, $"{type}").AddExpert(FieldSeverity.Error, "Malformed", text);
        return root;
    }

    private static FieldNode DescribeSized(ref Pass pass, View view, ushort length)
    {
        var root = DescribeAddresses(ref pass, "IEEE 802.3 Ethernet", view.Offset, false);
        var node = root.Add("eth.len", $"Length: {length}", view.Offset + TypeOffset, 2, $"{length}");
        if (length > view.Reported - HeaderLength) node.AddExpert(FieldSeverity.Error, "Malformed", "Length field value goes past the end of the payload");
        return root;
    }

    private static FieldNode DescribeAddresses(ref Pass pass, string title, int at, bool hasAddressesInTitle)
    {
        var destination = AddressText.Mac(pass.Frame.Slice(at, 6));
        var source = AddressText.Mac(pass.Frame.Slice(at + 6, 6));
        var root = pass.AddLayer("eth", hasAddressesInTitle ? $"{title}, Src: {source}, Dst: {destination}" : title, at, HeaderLength);
        DescribeAddress(root, "eth.dst", "Destination", destination, pass.U24(at), at);
        DescribeAddress(root, "eth.src", "Source", source, pass.U24(at + 6), at + 6);
        return root;
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

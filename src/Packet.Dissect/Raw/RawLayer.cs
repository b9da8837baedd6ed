using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Ipv6;

namespace Packet.Dissect.Raw;

/// <summary>No link-layer header at all: the first nibble is the IP version.</summary>
internal static class RawLayer
{
    internal static void Dissect(ref Pass pass, View view)
    {
        pass.StartRow("N/A");
        pass.SetAddresses(AddressKind.NotApplicable, 0, 0);
        pass.Info.Append("Raw packet data");
        pass.Tree?.AddRoot("raw", "Raw packet data", view.Offset, view.Captured);
        if (!pass.Require(view, 1, "Raw")) return;
        switch (pass.U8(view.Offset) >> 4)
        {
            case 4: Ipv4Layer.Dissect(ref pass, view); break;
            case 6: Ipv6Layer.Dissect(ref pass, view); break;
            default: DataNode.Describe(ref pass, view); break;
        }
    }
}

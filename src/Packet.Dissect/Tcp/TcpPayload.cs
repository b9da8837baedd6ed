using Packet.Dissect.Conversations;
using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;

namespace Packet.Dissect.Tcp;

/// <summary>Chooses what reads the payload of a segment. Segments are read one by one: a message that spans several is not put together.</summary>
internal static class TcpPayload
{
    internal static void Dissect(ref Pass pass, FieldNode? root, View view, in TcpHeader header)
    {
        if (header.Has(TcpSegment.Rst))
        {
            if (root is not null && view.Captured > 0)
                root.AddGenerated("tcp.reset_cause", "Reset cause: " + DisplayText.Escape(pass.Bytes(view)), view.Offset, view.Captured);
            return;
        }

        DataNode.Describe(ref pass, view);
    }
}

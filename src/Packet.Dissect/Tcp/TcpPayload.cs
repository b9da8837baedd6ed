using Packet.Dissect.Conversations;
using Packet.Dissect.Cursor;
using Packet.Dissect.Dns;
using Packet.Dissect.Frame;
using Packet.Dissect.Http;
using Packet.Dissect.Tls;

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

        var isDnsPort = header.SourcePort == DnsLayer.Port || header.DestinationPort == DnsLayer.Port;
        if (isDnsPort && DnsLayer.TryDissectStream(ref pass, view, DnsLayer.Port)) return;
        if (HttpLayer.TryDissect(ref pass, view, HttpLayer.IsPort(header.SourcePort) || HttpLayer.IsPort(header.DestinationPort))) return;
        if (TlsLayer.TryDissect(ref pass, view, header.Context.TlsVersion)) return;
        DataNode.Describe(ref pass, view);
    }
}

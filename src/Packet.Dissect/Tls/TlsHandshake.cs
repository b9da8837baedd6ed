using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Tls;

/// <summary>Handshake messages in a record: type (1), length (3), body. What does not look like one is encrypted.</summary>
internal static class TlsHandshake
{
    private const int HeaderLength = 4;
    private const int ClientHello = 1, ServerHello = 2, Certificate = 11;

    internal static void Dissect(ref Pass pass, FieldNode? node, View content, bool isEncrypted)
    {
        var isFirst = true;
        while (content.Reported > 0 && pass.TryStep())
        {
            if (!isFirst) pass.Info.Append(", ");
            isFirst = false;
            var name = isEncrypted ? null : NameAt(ref pass, content);
            if (name is null)
            {
                pass.Info.Append("Encrypted Handshake Message");
                node?.Add("tls.handshake", "Handshake Protocol: Encrypted Handshake Message", content.Offset, content.Captured);
                return;
            }

            int type = pass.U8(content.Offset);
            var length = pass.U24(content.Offset + 1);
            var body = content.Skip(HeaderLength).Take(length);
            pass.Info.Append(name);
            var message = node?.Add("tls.handshake", "Handshake Protocol: " + name, content.Offset, HeaderLength + body.Captured);
            if (message is not null)
            {
                message.Add("tls.handshake.type", $"Handshake Type: {name} ({type})", content.Offset, 1, $"{type}");
                message.Add("tls.handshake.length", $"Length: {length}", content.Offset + 1, 3, $"{length}");
            }

            DissectBody(ref pass, message, type, body);
            content = content.Skip(HeaderLength + length);
        }
    }

    // A message that claims more than its record is either encrypted or spans records, which only huge ones do.
    private static string? NameAt(ref Pass pass, View content)
    {
        if (content.Captured < HeaderLength || pass.U24(content.Offset + 1) > content.Reported - HeaderLength) return null;
        return TlsNames.OfHandshake(pass.U8(content.Offset));
    }

    private static void DissectBody(ref Pass pass, FieldNode? message, int type, View body)
    {
        if (type is ClientHello or ServerHello)
        {
            var hello = new TlsHello(pass.Bytes(body), type == ClientHello);
            var host = type == ClientHello ? hello.HostName() : default;
            if (!host.IsEmpty) pass.Info.Append(" (SNI=").AppendEscaped(host).Append(')');
            if (message is not null) TlsHelloTree.Describe(ref pass, message, body, hello);
        }
        else if (message is not null && type == Certificate)
        {
            TlsCertificates.Describe(ref pass, message, body);
        }
        else if (message is not null && body.Captured > 0)
        {
            message.Add(null, "Data: " + Hex.Bytes(pass.Bytes(body)), body.Offset, body.Captured);
        }
    }
}

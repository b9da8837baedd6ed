using Packet.Dissect.Cursor;

namespace Packet.Dissect.Tls;

/// <summary>The certificates of a handshake up to TLS 1.2: length (3), then each with its length (3) in front. Their contents are not decoded.</summary>
internal static class TlsCertificates
{
    internal static void Describe(ref Pass pass, FieldNode message, View body)
    {
        if (body.Captured < 3) return;
        var total = pass.U24(body.Offset);
        message.Add("tls.handshake.certificates_length", $"Certificates Length: {total}", body.Offset, 3, $"{total}");
        var rest = body.Skip(3).Take(total);
        var list = message.Add("tls.handshake.certificates", $"Certificates ({total} bytes)", rest.Offset, rest.Captured);
        while (rest.Captured >= 3 && pass.TryStep())
        {
            var length = pass.U24(rest.Offset);
            list.Add("tls.handshake.certificate_length", $"Certificate Length: {length}", rest.Offset, 3, $"{length}");
            var certificate = rest.Skip(3).Take(length);
            if (certificate.Captured > 0)
            {
                list.Add("tls.handshake.certificate", $"Certificate ({length} bytes)", certificate.Offset, certificate.Captured)
                    .AddGenerated(null, "[X.509: not decoded]");
            }

            rest = rest.Skip(3 + length);
        }
    }
}

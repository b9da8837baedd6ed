using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Dns;

/// <summary>The options of EDNS (RFC 6891): code (2), length (2), data.</summary>
internal static class DnsOptions
{
    internal static bool TryDissect(ref Pass pass, in DnsMessage message, FieldNode? node, View data)
    {
        while (data.Reported > 0 && pass.TryStep())
        {
            if (!pass.Require(data, 4, message.Protocol)) return false;
            var code = pass.U16(data.Offset);
            int length = pass.U16(data.Offset + 2);
            if (!pass.Require(data, 4 + length, message.Protocol)) return false;
            if (node is not null)
            {
                var option = node.Add("dns.opt", "Option: " + NameOf(code), data.Offset, 4 + length);
                option.Add("dns.opt.code", $"Option Code: {NameOf(code)} ({code})", data.Offset, 2, $"{code}");
                option.Add("dns.opt.len", $"Option Length: {length}", data.Offset + 2, 2, $"{length}");
                if (length > 0) option.Add("dns.opt.data", "Option Data: " + Hex.Bytes(pass.Frame.Slice(data.Offset + 4, length)), data.Offset + 4, length);
            }

            data = data.Skip(4 + length);
        }

        return true;
    }

    private static string NameOf(int code) => code switch
    {
        1 => "LLQ - Long-lived query",
        3 => "NSID - Name Server Identifier",
        5 => "DAU - DNSSEC Algorithm Understood (RFC6975)",
        8 => "CSUBNET - Client subnet",
        9 => "EDNS EXPIRE (RFC7314)",
        10 => "COOKIE",
        11 => "EDNS TCP Keepalive",
        12 => "PADDING",
        15 => "Extended DNS Error",
        _ => "Unknown",
    };
}

using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Dns;

/// <summary>The start of authority (RFC 1035 §3.3.13): two names, then serial number, refresh, retry, expiry and negative lifetime (4 bytes each).</summary>
internal static class DnsAuthority
{
    internal static bool TryDissect(ref Pass pass, in DnsMessage message, FieldNode? node, int offset)
    {
        var serverStart = message.View.Offset + offset;
        if (!DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out var server)) return false;
        pass.Info.Append(' ').Append(server);
        var mailboxStart = message.View.Offset + offset;
        var mailboxOffset = offset;
        if (!DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out var mailbox)) return false;
        var numbers = message.View.Skip(offset);
        if (!pass.Require(numbers, 20, message.Protocol)) return false;
        if (node is null) return true;
        node.Label += ", mname " + server;
        DnsData.AddName(node, message, "dns.soa.mname", "Primary name server", server, serverStart, mailboxOffset);
        DnsData.AddName(node, message, "dns.soa.rname", "Responsible authority's mailbox", mailbox, mailboxStart, offset);
        var at = numbers.Offset;
        if (at + 20 > node.Offset + node.Length) return true;
        node.Add("dns.soa.serial_number", $"Serial Number: {pass.U32(at)}", at, 4, $"{pass.U32(at)}");
        node.Add("dns.soa.refresh_interval", "Refresh Interval: " + TimeText.Lifetime(pass.U32(at + 4)), at + 4, 4, $"{pass.U32(at + 4)}");
        node.Add("dns.soa.retry_interval", "Retry Interval: " + TimeText.Lifetime(pass.U32(at + 8)), at + 8, 4, $"{pass.U32(at + 8)}");
        node.Add("dns.soa.expire_limit", "Expire limit: " + TimeText.Lifetime(pass.U32(at + 12)), at + 12, 4, $"{pass.U32(at + 12)}");
        node.Add("dns.soa.minimum_ttl", "Minimum TTL: " + TimeText.Lifetime(pass.U32(at + 16)), at + 16, 4, $"{pass.U32(at + 16)}");
        return true;
    }
}

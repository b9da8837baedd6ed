using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Dns;

/// <summary>Records that say where a service is: SRV (RFC 2782), SVCB and HTTPS (RFC 9460).</summary>
internal static class DnsService
{
    internal static bool TryDissect(ref Pass pass, in DnsMessage message, FieldNode? node, int offset, View data)
    {
        if (!pass.Require(data, 6, message.Protocol)) return false;
        var at = data.Offset;
        offset += 6;
        if (!DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out var target)) return false;
        pass.Info.Append(' ').AppendDecimal(pass.U16(at)).Append(' ').AppendDecimal(pass.U16(at + 2)).Append(' ').AppendDecimal(pass.U16(at + 4)).Append(' ').Append(target);
        if (node is null) return true;
        node.Label += $", priority {pass.U16(at)}, weight {pass.U16(at + 2)}, port {pass.U16(at + 4)}, target {target}";
        node.Add("dns.srv.priority", $"Priority: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");
        node.Add("dns.srv.weight", $"Weight: {pass.U16(at + 2)}", at + 2, 2, $"{pass.U16(at + 2)}");
        node.Add("dns.srv.port", $"Port: {pass.U16(at + 4)}", at + 4, 2, $"{pass.U16(at + 4)}");
        DnsData.AddName(node, message, "dns.srv.target", "Target", target, at + 6, offset);
        return true;
    }

    internal static bool TryDissectBinding(ref Pass pass, in DnsMessage message, FieldNode? node, int offset, View data)
    {
        if (!pass.Require(data, 2, message.Protocol)) return false;
        var start = data.Offset + 2;
        var end = offset + 2;
        if (!DnsName.TryRead(ref pass, message.View, ref end, message.Protocol, out var target)) return false;
        if (node is null) return true;
        node.Add("dns.svcb.svcpriority", $"SvcPriority: {pass.U16(data.Offset)}", data.Offset, 2, $"{pass.U16(data.Offset)}");
        DnsData.AddName(node, message, "dns.svcb.targetname", "TargetName", target, start, end);
        DescribeParameters(ref pass, node, data.Skip(end - offset));
        return true;
    }

    private static void DescribeParameters(ref Pass pass, FieldNode node, View view)
    {
        while (view.Captured >= 4 && pass.TryStep())
        {
            var key = pass.U16(view.Offset);
            int length = pass.U16(view.Offset + 2);
            if (length > view.Captured - 4) return;
            var value = pass.Frame.Slice(view.Offset + 4, length);
            var parameter = node.Add("dns.svcb.svcparam", "SvcParam: " + KeyName(key), view.Offset, length + 4);
            parameter.Add("dns.svcb.svcparam.key", $"SvcParamKey: {KeyName(key)} ({key})", view.Offset, 2, $"{key}");
            parameter.Add("dns.svcb.svcparam.value.length", $"SvcParamValue length: {length}", view.Offset + 2, 2, $"{length}");
            if (length > 0) parameter.Add("dns.svcb.svcparam.value", "SvcParamValue: " + (key == 1 ? DisplayText.Escape(value) : Hex.Bytes(value)), view.Offset + 4, length);
            view = view.Skip(length + 4);
        }
    }

    private static string KeyName(int key) => key switch
    {
        0 => "mandatory",
        1 => "alpn",
        2 => "no-default-alpn",
        3 => "port",
        4 => "ipv4hint",
        5 => "ech",
        6 => "ipv6hint",
        _ => $"key{key}",
    };
}

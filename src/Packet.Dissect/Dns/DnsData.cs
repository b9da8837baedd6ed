using Packet.Dissect.Cursor;
using Packet.Dissect.Text;

namespace Packet.Dissect.Dns;

/// <summary>The data of a resource record: the types that servers meet every day; others are shown as bytes.</summary>
internal static class DnsData
{
    private const int A = 1, Ns = 2, Cname = 5, Soa = 6, Ptr = 12, Hinfo = 13, Mx = 15, Txt = 16, Aaaa = 28, Srv = 33, Naptr = 35, Dname = 39, Opt = 41, Nsec = 47, Svcb = 64, Https = 65, Caa = 257;

    /// <summary>Reads the data at <paramref name="offset"/>, from the start of the message, into the row and the tree.</summary>
    internal static bool TryDissect(ref Pass pass, in DnsMessage message, FieldNode? node, int type, int offset, int length)
    {
        var data = message.View.Skip(offset).Take(length);
        if (!pass.Require(message.View.Skip(offset), Math.Min(length, 1), message.Protocol)) return false;
        switch (type)
        {
            case A: return TryDissectAddress(ref pass, message, node, data, 4);
            case Aaaa: return TryDissectAddress(ref pass, message, node, data, 16);
            case Ns: return TryDissectName(ref pass, message, node, offset, "dns.ns", "Name Server", "ns");
            case Cname: return TryDissectName(ref pass, message, node, offset, "dns.cname", "CNAME", "cname");
            case Ptr: return TryDissectName(ref pass, message, node, offset, "dns.ptr.domain_name", "Domain Name", null);
            case Dname: return TryDissectName(ref pass, message, node, offset, "dns.dname", "Dname", "dname");
            case Nsec: return TryDissectName(ref pass, message, node, offset, "dns.nsec.next_domain_name", "Next Domain Name", "next domain name");
            case Mx: return TryDissectExchange(ref pass, message, node, offset, data);
            case Soa: return DnsAuthority.TryDissect(ref pass, message, node, offset);
            case Srv: return DnsService.TryDissect(ref pass, message, node, offset, data);
            case Naptr: return TryDissectNaptr(ref pass, message, node, data);
            case Hinfo: return TryDissectHost(ref pass, message, node, data);
            case Txt: return TryDescribeText(ref pass, message, node, data);
            case Svcb or Https: return DnsService.TryDissectBinding(ref pass, message, node, offset, data);
            case Opt: return DnsOptions.TryDissect(ref pass, message, node, data);
            case Caa: return TryDescribeCaa(ref pass, message, node, data);
            default:
                if (node is not null && data.Captured > 0) node.Add("dns.data", "Data: " + Hex.Bytes(pass.Bytes(data)), data.Offset, data.Captured);
                return pass.Require(message.View.Skip(offset), length, message.Protocol);
        }
    }

    private static bool TryDissectAddress(ref Pass pass, in DnsMessage message, FieldNode? node, View data, int length)
    {
        if (!pass.Require(data, length, message.Protocol)) return false;
        var bytes = pass.Frame.Slice(data.Offset, length);
        var address = length == 4 ? AddressText.IPv4(bytes) : AddressText.IPv6(bytes);
        pass.Info.Append(' ').Append(address);
        if (node is null) return true;
        node.Label += ", addr " + address;
        node.Add(length == 4 ? "dns.a" : "dns.aaaa", (length == 4 ? "Address: " : "AAAA Address: ") + address, data.Offset, length, address);
        return true;
    }

    private static bool TryDissectName(ref Pass pass, in DnsMessage message, FieldNode? node, int offset, string field, string title, string? shortTitle)
    {
        var start = message.View.Offset + offset;
        if (!DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out var name)) return false;
        pass.Info.Append(' ').Append(name);
        if (node is null) return true;
        node.Label += shortTitle is null ? ", " + name : $", {shortTitle} {name}";
        AddName(node, message, field, title, name, start, offset);
        return true;
    }

    /// <summary>Adds a name's line. A name may end behind the data that should hold it; the line then ends with the data.</summary>
    internal static void AddName(FieldNode node, in DnsMessage message, string field, string title, string name, int start, int end)
        => node.Add(field, $"{title}: {name}", start, Math.Clamp(message.View.Offset + end - start, 0, Math.Max(0, node.Offset + node.Length - start)), name);

    private static bool TryDissectExchange(ref Pass pass, in DnsMessage message, FieldNode? node, int offset, View data)
    {
        if (!pass.Require(data, 2, message.Protocol)) return false;
        var preference = pass.U16(data.Offset);
        offset += 2;
        if (!DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out var name)) return false;
        pass.Info.Append(' ').AppendDecimal(preference).Append(' ').Append(name);
        if (node is null) return true;
        node.Label += $", preference {preference}, mx {name}";
        node.Add("dns.mx.preference", $"Preference: {preference}", data.Offset, 2, $"{preference}");
        AddName(node, message, "dns.mx.mail_exchange", "Mail Exchange", name, data.Offset + 2, offset);
        return true;
    }

    private static bool TryDissectNaptr(ref Pass pass, in DnsMessage message, FieldNode? node, View data)
    {
        if (!pass.Require(data, 5, message.Protocol)) return false;
        var flagsLength = pass.U8(data.Offset + 4);
        if (!pass.Require(data, 5 + flagsLength, message.Protocol)) return false;
        var flags = DisplayText.Escape(pass.Frame.Slice(data.Offset + 5, flagsLength));
        pass.Info.Append(' ').AppendDecimal(pass.U16(data.Offset)).Append(' ').AppendDecimal(pass.U16(data.Offset + 2)).Append(' ').Append(flags);
        if (node is null) return true;
        node.Label += $", order {pass.U16(data.Offset)}, preference {pass.U16(data.Offset + 2)}, flags {flags}";
        node.Add("dns.naptr.order", $"Order: {pass.U16(data.Offset)}", data.Offset, 2, $"{pass.U16(data.Offset)}");
        node.Add("dns.naptr.preference", $"Preference: {pass.U16(data.Offset + 2)}", data.Offset + 2, 2, $"{pass.U16(data.Offset + 2)}");
        node.Add("dns.naptr.flags", "Flags: " + flags, data.Offset + 5, flagsLength, flags);
        return true;
    }

    private static bool TryDissectHost(ref Pass pass, in DnsMessage message, FieldNode? node, View data)
    {
        if (!TryReadString(ref pass, message, data, out var processor, out var processorLength)) return false;
        var rest = data.Skip(processorLength);
        if (!TryReadString(ref pass, message, rest, out var system, out var systemLength)) return false;
        pass.Info.Append(' ').Append(processor).Append(' ').Append(system);
        if (node is null) return true;
        node.Label += $", CPU {processor}, OS {system}";
        node.Add("dns.hinfo.cpu", "CPU: " + processor, data.Offset, processorLength, processor);
        node.Add("dns.hinfo.os", "OS: " + system, rest.Offset, systemLength, system);
        return true;
    }

    private static bool TryDescribeText(ref Pass pass, in DnsMessage message, FieldNode? node, View data)
    {
        while (data.Reported > 0 && pass.TryStep())
        {
            if (!TryReadString(ref pass, message, data, out var text, out var length)) return false;
            if (node is not null)
            {
                node.Add("dns.txt.length", $"TXT Length: {length - 1}", data.Offset, 1, $"{length - 1}");
                node.Add("dns.txt", "TXT: " + text, data.Offset + 1, length - 1, text);
            }

            data = data.Skip(length);
        }

        return true;
    }

    private static bool TryDescribeCaa(ref Pass pass, in DnsMessage message, FieldNode? node, View data)
    {
        if (!pass.Require(data, 2, message.Protocol)) return false;
        int tagLength = pass.U8(data.Offset + 1);
        if (!pass.Require(data, 2 + tagLength, message.Protocol)) return false;
        if (node is null) return true;
        var tag = DisplayText.Escape(pass.Frame.Slice(data.Offset + 2, tagLength));
        var value = DisplayText.Escape(pass.Bytes(data.Skip(2 + tagLength)));
        node.Add("dns.caa.flags", $"CAA Flags: {Hex.Of(pass.U8(data.Offset), 2)}", data.Offset, 1, Hex.Of(pass.U8(data.Offset), 2));
        node.Add("dns.caa.tag", "Tag: " + tag, data.Offset + 2, tagLength, tag);
        node.Add("dns.caa.value", "Value: " + value, data.Offset + 2 + tagLength, data.Captured - 2 - tagLength, value);
        return true;
    }

    // A length byte and that many characters; length counts both.
    private static bool TryReadString(ref Pass pass, in DnsMessage message, View data, out string text, out int length)
    {
        text = "";
        length = 0;
        if (!pass.Require(data, 1, message.Protocol)) return false;
        length = pass.U8(data.Offset) + 1;
        if (!pass.Require(data, length, message.Protocol)) return false;
        text = DisplayText.Escape(pass.Frame.Slice(data.Offset + 1, length - 1));
        return true;
    }
}

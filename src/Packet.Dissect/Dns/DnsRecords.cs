using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Dns;

/// <summary>Questions and resource records: name, type (2), class (2), and for records time to live (4), length (2) and data.</summary>
internal static class DnsRecords
{
    private const int Option = 41;
    private const int TopBit = 0x8000;

    internal static bool DissectQuestions(ref Pass pass, in DnsMessage message, int count, ref int offset)
    {
        if (count == 0) return true;
        var section = message.Root?.Add(null, SectionTitle(ref pass, message, "Queries"), message.View.Offset + offset, 0);
        var isWhole = true;
        for (var i = 0; isWhole && i < count && pass.TryStep(); i++) isWhole = TryDissectQuestion(ref pass, message, section, ref offset);
        Close(section, message, isWhole ? offset : int.MaxValue);
        return isWhole;
    }

    internal static bool DissectSection(ref Pass pass, in DnsMessage message, string title, int count, ref int offset)
    {
        if (count == 0) return true;
        var section = message.Root?.Add(null, SectionTitle(ref pass, message, title), message.View.Offset + offset, 0);
        var isWhole = true;
        for (var i = 0; isWhole && i < count && pass.TryStep(); i++) isWhole = TryDissectRecord(ref pass, message, section, ref offset);
        Close(section, message, isWhole ? offset : int.MaxValue);
        return isWhole;
    }

    // A section that breaks off takes what is left of the message; one whose last record promises too much ends with the message.
    private static void Close(FieldNode? section, in DnsMessage message, int end)
    {
        if (section is not null) section.Length = message.View.Offset + Math.Min(end, message.View.Captured) - section.Offset;
    }

    private static bool TryDissectQuestion(ref Pass pass, in DnsMessage message, FieldNode? section, ref int offset)
    {
        var start = offset;
        if (!DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out var name)) return false;
        var rest = message.View.Skip(offset);
        if (!pass.Require(rest, 4, message.Protocol)) return false;
        var type = pass.U16(rest.Offset);
        var klass = pass.U16(rest.Offset + 2);
        pass.Info.Append(' ').Append(DnsNames.OfType(type)).Append(' ').Append(name);
        if (message.IsMulticast) pass.Info.Append((klass & TopBit) != 0 ? ", \"QU\" question" : ", \"QM\" question");
        offset += 4;
        if (section is null) return true;

        var at = message.View.Offset + start;
        var plainClass = message.IsMulticast ? klass & ~TopBit : klass;
        var node = section.Add(null, $"{name}: type {DnsNames.OfType(type)}, class {DnsNames.OfClass(plainClass)}{(message.IsMulticast ? (klass & TopBit) != 0 ? ", \"QU\" question" : ", \"QM\" question" : "")}", at, offset - start);
        node.Add("dns.qry.name", "Name: " + name, at, rest.Offset - at, name);
        node.AddGenerated("dns.qry.name.len", $"[Name Length: {(name == DnsName.Root ? 6 : name.Length)}]");
        node.AddGenerated("dns.count.labels", $"[Label Count: {LabelCount(name)}]");
        node.Add("dns.qry.type", "Type: " + DnsNames.DescribeType(type), rest.Offset, 2, $"{type}");
        DescribeClass(node, message, klass, rest.Offset + 2, "dns.qry", "\"QU\" question");
        return true;
    }

    private static bool TryDissectRecord(ref Pass pass, in DnsMessage message, FieldNode? section, ref int offset)
    {
        const int FixedLength = 10;
        var start = offset;
        var name = "";
        var isNameThere = section is null
            ? DnsName.TrySkip(ref pass, message.View, ref offset, message.Protocol)
            : DnsName.TryRead(ref pass, message.View, ref offset, message.Protocol, out name);
        if (!isNameThere) return false;
        var rest = message.View.Skip(offset);
        if (!pass.Require(rest, 2, message.Protocol)) return false;
        var type = pass.U16(rest.Offset);
        var isWhole = pass.Require(rest, FixedLength, message.Protocol);
        if (!isWhole) return false;
        var klass = pass.U16(rest.Offset + 2);
        int length = pass.U16(rest.Offset + 8);
        pass.Info.Append(' ').Append(DnsNames.OfType(type));
        if (message.IsMulticast && type != Option && (klass & TopBit) != 0) pass.Info.Append(", cache flush");

        var at = message.View.Offset + start;
        FieldNode? node = null;
        if (section is not null)
        {
            node = section.Add(null, TitleOf(message, name, type, klass), at, 0);
            node.Add("dns.resp.name", "Name: " + name, at, rest.Offset - at, name);
            node.Add("dns.resp.type", "Type: " + DnsNames.DescribeType(type), rest.Offset, 2, $"{type}");
            if (type == Option) DescribeOptionHeader(ref pass, node, rest.Offset);
            else DescribeHeader(ref pass, node, message, klass, rest.Offset);
            node.Add("dns.resp.len", $"Data length: {length}", rest.Offset + 8, 2, $"{length}");
        }

        offset += FixedLength;
        var data = message.View.Skip(offset).Take(length);
        if (node is not null) node.Length = data.End - at;
        if (!DnsData.TryDissect(ref pass, message, node, type, offset, length) || !pass.Require(message.View.Skip(offset), length, message.Protocol)) return false;
        offset += length;
        return true;
    }

    private static void DescribeHeader(ref Pass pass, FieldNode node, in DnsMessage message, int klass, int at)
    {
        DescribeClass(node, message, klass, at + 2, "dns.resp", "Cache flush");
        var lifetime = pass.U32(at + 4);
        node.Add("dns.resp.ttl", "Time to live: " + TimeText.Lifetime(lifetime), at + 4, 4, $"{lifetime}");
    }

    // EDNS (RFC 6891) uses the class and the time to live for itself.
    private static void DescribeOptionHeader(ref Pass pass, FieldNode node, int at)
    {
        var flags = pass.U16(at + 6);
        node.Add("dns.rr.udp_payload_size", $"UDP payload size: {pass.U16(at + 2)}", at + 2, 2, $"{pass.U16(at + 2)}");
        node.Add("dns.resp.ext_rcode", $"Higher bits in extended RCODE: {Hex.Of(pass.U8(at + 4), 2)}", at + 4, 1, Hex.Of(pass.U8(at + 4), 2));
        node.Add("dns.resp.edns0_version", $"EDNS0 version: {pass.U8(at + 5)}", at + 5, 1, $"{pass.U8(at + 5)}");
        var z = node.Add("dns.resp.z", $"Z: {Hex.Of(flags, 4)}", at + 6, 2, Hex.Of(flags, 4));
        z.AddFlag("dns.resp.z.do", flags, 0x8000, 16, "DO bit", at + 6, 2, "Accepts DNSSEC security RRs", "Cannot handle DNSSEC security RRs");
        z.AddBits("dns.resp.z.reserved", flags, 0x7fff, 16, $"Reserved: {Hex.Of(flags & 0x7fffu, 4)}", at + 6, 2);
    }

    private static void DescribeClass(FieldNode node, in DnsMessage message, int klass, int at, string prefix, string topBitName)
    {
        if (!message.IsMulticast)
        {
            node.Add(prefix + ".class", $"Class: {DnsNames.OfClass(klass)} ({Hex.Of((uint)klass, 4)})", at, 2, Hex.Of((uint)klass, 4));
            return;
        }

        var plain = klass & ~TopBit;
        node.AddBits(prefix + ".class", (uint)klass, 0x7fff, 16, $"Class: {DnsNames.OfClass(plain)} ({Hex.Of((uint)plain, 4)})", at, 2, Hex.Of((uint)plain, 4));
        node.AddFlag(prefix == "dns.qry" ? "dns.qry.qu" : "dns.resp.cache_flush", (uint)klass, TopBit, 16, topBitName, at, 2, "True", "False");
    }

    private static string TitleOf(in DnsMessage message, string name, int type, int klass)
    {
        if (type == Option) return $"{name}: type OPT";
        var flush = message.IsMulticast && (klass & TopBit) != 0;
        return $"{name}: type {DnsNames.OfType(type)}, class {DnsNames.OfClass(message.IsMulticast ? klass & ~TopBit : klass)}{(flush ? ", cache flush" : "")}";
    }

    // A dynamic update (RFC 2136) gives the sections other names.
    private static string SectionTitle(ref Pass pass, in DnsMessage message, string title)
    {
        const int Update = 5;
        if (((pass.U16(message.View.Offset + 2) >> 11) & 15) != Update) return title;
        return title switch { "Queries" => "Zone", "Answers" => "Prerequisites", "Authoritative nameservers" => "Updates", _ => title };
    }

    private static int LabelCount(string name)
    {
        if (name == DnsName.Root) return 0;
        var count = 1;
        foreach (var character in name)
        {
            if (character == '.') count++;
        }

        return count;
    }
}

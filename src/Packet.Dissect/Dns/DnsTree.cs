using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Dns;

/// <summary>The lines of a DNS header.</summary>
internal static class DnsTree
{
    internal static FieldNode Describe(ref Pass pass, View view, DnsKind kind)
    {
        var root = DescribePart(ref pass, view, kind);
        var at = view.Offset;
        var isUpdate = ((pass.U16(at + 2) >> 11) & 15) == 5;
        DescribeCount(ref pass, root, isUpdate ? "dns.count.zones" : "dns.count.queries", isUpdate ? "Zones" : "Questions", at + 4);
        DescribeCount(ref pass, root, isUpdate ? "dns.count.prerequisites" : "dns.count.answers", isUpdate ? "Prerequisites" : "Answer RRs", at + 6);
        DescribeCount(ref pass, root, isUpdate ? "dns.count.updates" : "dns.count.auth_rr", isUpdate ? "Updates" : "Authority RRs", at + 8);
        DescribeCount(ref pass, root, "dns.count.add_rr", "Additional RRs", at + 10);
        return root;
    }

    /// <summary>Identifier and flags, which may be all there is.</summary>
    internal static FieldNode DescribePart(ref Pass pass, View view, DnsKind kind)
    {
        var at = view.Offset;
        var flags = pass.U16(at + 2);
        var isResponse = (flags & 0x8000) != 0;
        var title = kind switch { DnsKind.Multicast => "Multicast Domain Name System", DnsKind.LinkLocal => "Link-local Multicast Name Resolution", _ => "Domain Name System" };
        var root = pass.AddLayer(kind switch { DnsKind.Multicast => "mdns", DnsKind.LinkLocal => "llmnr", _ => "dns" }, $"{title} ({(isResponse ? "response" : "query")})", at, view.Captured);
        root.Add("dns.id", $"Transaction ID: {Hex.Of(pass.U16(at), 4)}", at, 2, Hex.Of(pass.U16(at), 4));
        DescribeFlags(root, kind, flags, isResponse, at + 2);
        return root;
    }

    internal static void DescribePairing(ref Pass pass, FieldNode root, bool isResponse)
    {
        if (!isResponse || !pass.Owner.Conversations.TryFindRequest(pass.Number, out var request)) return;
        root.AddGenerated("dns.response_to", $"[Request In: {request.Reference}]", value: $"{request.Reference}");
        var time = TimeText.Seconds(request.DeltaNanoseconds);
        root.AddGenerated("dns.time", $"[Time: {time} seconds]", value: time);
    }

    private static void DescribeCount(ref Pass pass, FieldNode root, string name, string title, int at)
        => root.Add(name, $"{title}: {pass.U16(at)}", at, 2, $"{pass.U16(at)}");

    private static void DescribeFlags(FieldNode root, DnsKind kind, ushort flags, bool isResponse, int at)
    {
        var operation = (flags >> 11) & 15;
        var operationName = operation is 3 or > 6 ? "Unknown operation" : DnsNames.OfOperation(operation);
        var resultName = (flags & 15) > 11 ? "Unknown error" : DnsNames.OfResult(flags & 15);
        var summary = operationName + (isResponse ? " response, " + resultName : "");
        var node = root.Add("dns.flags", $"Flags: {Hex.Of(flags, 4)} {summary}", at, 2, Hex.Of(flags, 4));
        node.AddFlag("dns.flags.response", flags, 0x8000, 16, "Response", at, 2, "Message is a response", "Message is a query");
        node.AddBits("dns.flags.opcode", flags, 0x7800, 16, $"Opcode: {(operation is 3 or > 6 ? "Unknown" : operationName)} ({operation})", at, 2, $"{operation}");
        if (kind == DnsKind.LinkLocal)
        {
            DescribeLinkLocalFlags(node, flags, at);
            return;
        }

        if (isResponse) node.AddFlag("dns.flags.authoritative", flags, 0x0400, 16, "Authoritative", at, 2, "Server is an authority for domain", "Server is not an authority for domain");
        node.AddFlag("dns.flags.truncated", flags, 0x0200, 16, "Truncated", at, 2, "Message is truncated", "Message is not truncated");
        node.AddFlag("dns.flags.recdesired", flags, 0x0100, 16, "Recursion desired", at, 2, "Do query recursively", "Don't do query recursively");
        if (isResponse) node.AddFlag("dns.flags.recavail", flags, 0x0080, 16, "Recursion available", at, 2, "Server can do recursive queries", "Server can't do recursive queries");
        node.AddFlag("dns.flags.z", flags, 0x0040, 16, "Z", at, 2, "reserved - incorrect!", "reserved (0)");
        if (isResponse)
            node.AddFlag("dns.flags.authenticated", flags, 0x0020, 16, "Answer authenticated", at, 2, "Answer/authority portion was authenticated by the server", "Answer/authority portion was not authenticated by the server");
        node.AddFlag("dns.flags.checkdisable", flags, 0x0010, 16, "Non-authenticated data", at, 2, "Acceptable", "Unacceptable");
        if (isResponse) node.AddBits("dns.flags.rcode", flags, 0x000f, 16, $"Reply code: {DnsNames.OfResult(flags & 15)} ({flags & 15})", at, 2, $"{flags & 15}");
    }

    private static void DescribeLinkLocalFlags(FieldNode node, ushort flags, int at)
    {
        node.AddFlag("dns.flags.conflict", flags, 0x0400, 16, "Conflict", at, 2, "The name is not considered unique", "None");
        node.AddFlag("dns.flags.truncated", flags, 0x0200, 16, "Truncated", at, 2, "Message is truncated", "Message is not truncated");
        node.AddFlag("dns.flags.tentative", flags, 0x0100, 16, "Tentative", at, 2, "Tentative", "Not tentative");
        node.AddBits("dns.flags.rcode", flags, 0x000f, 16, $"Reply code: {DnsNames.OfResult(flags & 15)} ({flags & 15})", at, 2, $"{flags & 15}");
    }
}

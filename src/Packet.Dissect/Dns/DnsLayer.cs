using Packet.Dissect.Cursor;

namespace Packet.Dissect.Dns;

/// <summary>
/// DNS (RFC 1035), and what borrows its format: multicast DNS (RFC 6762) and LLMNR (RFC 4795). Identifier (2), flags (2), four counts (2 each), then that
/// many questions, answers, authorities and additional records.
/// </summary>
internal static class DnsLayer
{
    internal const int Port = 53;
    internal const int MulticastPort = 5353;
    internal const int LinkLocalPort = 5355;
    internal const int HeaderLength = 12;

    /// <summary>True for a port whose messages are read here.</summary>
    internal static bool IsPort(int port) => port is Port or MulticastPort or LinkLocalPort;

    internal static void Dissect(ref Pass pass, View view, int port)
    {
        var kind = port switch { MulticastPort => DnsKind.Multicast, LinkLocalPort => DnsKind.LinkLocal, _ => DnsKind.Plain };
        var protocol = kind switch { DnsKind.Multicast => "MDNS", DnsKind.LinkLocal => "LLMNR", _ => "DNS" };
        pass.StartRow(protocol);
        if (!pass.Require(view, 4, protocol)) return;
        var flags = pass.U16(view.Offset + 2);
        var isResponse = (flags & 0x8000) != 0;
        var result = flags & 15;
        pass.Info.Append(DnsNames.OfOperation((flags >> 11) & 15)).Append(isResponse ? " response 0x" : " 0x").AppendHex(pass.U16(view.Offset), 4);
        if (isResponse && result != 0) pass.Info.Append(' ').Append(DnsNames.OfResult(result));
        if (!pass.Require(view, HeaderLength, protocol))
        {
            if (pass.Tree is not null) DnsTree.DescribePart(ref pass, view, kind);
            return;
        }

        var root = pass.Tree is null ? null : DnsTree.Describe(ref pass, view, kind);
        var message = new DnsMessage(view, kind, protocol, root);
        DissectSections(ref pass, message);
        if (root is not null) DnsTree.DescribePairing(ref pass, root, isResponse);
    }

    /// <summary>Messages in a TCP segment, each after its length (RFC 7766). False, and nothing done, when the first is not whole.</summary>
    internal static bool TryDissectStream(ref Pass pass, View view, int port)
    {
        if (view.Captured < 2 + HeaderLength || pass.U16(view.Offset) > view.Captured - 2 || pass.U16(view.Offset) < HeaderLength) return false;
        while (view.Captured >= 2 && pass.U16(view.Offset) <= view.Captured - 2 && pass.TryStep())
        {
            int length = pass.U16(view.Offset);
            Dissect(ref pass, view.Skip(2).Take(length), port);
            view = view.Skip(2 + length);
        }

        return true;
    }

    private static void DissectSections(ref Pass pass, in DnsMessage message)
    {
        var at = message.View.Offset;
        var offset = HeaderLength;
        if (!DnsRecords.DissectQuestions(ref pass, message, pass.U16(at + 4), ref offset)) return;
        if (!DnsRecords.DissectSection(ref pass, message, "Answers", pass.U16(at + 6), ref offset)) return;
        if (!DnsRecords.DissectSection(ref pass, message, "Authoritative nameservers", pass.U16(at + 8), ref offset)) return;
        DnsRecords.DissectSection(ref pass, message, "Additional records", pass.U16(at + 10), ref offset);
    }
}

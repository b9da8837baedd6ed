using Packet.Dissect.Cursor;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Icmpv6;

/// <summary>Multicast listener discovery: query, report and done of version 1 (RFC 2710), query and report of version 2 (RFC 3810).</summary>
internal static class MulticastListener
{
    private const int MessageLength = 24;
    private const int RecordLength = 20;

    internal static void Dissect(ref Pass pass, FieldNode? root, View view, byte type)
    {
        if (!pass.Require(view, MessageLength, "ICMPv6") || root is null) return;
        var at = view.Offset;
        root.Add("icmpv6.mld.maximum_response_delay", $"Maximum Response Delay [ms]: {pass.U16(at + 4)}", at + 4, 2, $"{pass.U16(at + 4)}");
        root.Add("icmpv6.reserved", "Reserved: " + Hex.Bytes(pass.Frame.Slice(at + 6, 2)), at + 6, 2);
        var group = AddressText.IPv6(pass.Frame.Slice(at + 8, 16));
        root.Add("icmpv6.mld.multicast_address", "Multicast Address: " + group, at + 8, 16, group);
        const byte Query = 130;
        if (type != Query || view.Captured < MessageLength + 4) return;
        root.AddFlag("icmpv6.mld.flag.s", pass.U8(at + 24), 0x08, 8, "Suppress Router-Side Processing", at + 24, 1);
        root.AddBits("icmpv6.mld.flag.qrv", pass.U8(at + 24), 0x07, 8, $"QRV (Querier's Robustness Variable): {pass.U8(at + 24) & 7}", at + 24, 1);
        root.Add("icmpv6.mld.qqi", $"QQIC (Querier's Query Interval Code): {pass.U8(at + 25)}", at + 25, 1, $"{pass.U8(at + 25)}");
        root.Add("icmpv6.mld.nb_sources", $"Number of Sources: {pass.U16(at + 26)}", at + 26, 2, $"{pass.U16(at + 26)}");
        DescribeSources(ref pass, root, view.Skip(MessageLength + 4), pass.U16(at + 26));
    }

    internal static void DissectReport(ref Pass pass, FieldNode? root, View view)
    {
        var count = pass.U16(view.Offset + 6);
        if (root is not null)
        {
            root.Add("icmpv6.reserved", "Reserved: " + Hex.Bytes(pass.Frame.Slice(view.Offset + 4, 2)), view.Offset + 4, 2);
            root.Add("icmpv6.mldr.nb_mcast_records", $"Number of Multicast Address Records: {count}", view.Offset + 6, 2, $"{count}");
        }

        view = view.Skip(8);
        for (var i = 0; i < count && pass.TryStep(); i++)
        {
            if (!pass.Require(view, RecordLength, "ICMPv6")) return;
            int sources = pass.U16(view.Offset + 2);
            var length = RecordLength + (sources * 16) + (pass.U8(view.Offset + 1) * 4);
            if (!pass.Require(view, length, "ICMPv6")) return;
            if (root is not null) DescribeRecord(ref pass, root, view, sources, length);
            view = view.Skip(length);
        }
    }

    private static void DescribeRecord(ref Pass pass, FieldNode root, View view, int sources, int length)
    {
        var at = view.Offset;
        var type = pass.U8(at);
        var group = AddressText.IPv6(pass.Frame.Slice(at + 4, 16));
        var node = root.Add("icmpv6.mldr.mar", $"Multicast Address Record {RecordName(type)}: {group}", at, length);
        node.Add("icmpv6.mldr.mar.record_type", $"Record Type: {RecordName(type)} ({type})", at, 1, $"{type}");
        node.Add("icmpv6.mldr.mar.aux_data_len", $"Aux Data Len: {pass.U8(at + 1)}", at + 1, 1, $"{pass.U8(at + 1)}");
        node.Add("icmpv6.mldr.mar.nb_sources", $"Number of Sources: {sources}", at + 2, 2, $"{sources}");
        node.Add("icmpv6.mldr.mar.multicast_address", "Multicast Address: " + group, at + 4, 16, group);
        DescribeSources(ref pass, node, view.Skip(RecordLength), sources);
    }

    private static void DescribeSources(ref Pass pass, FieldNode node, View view, int count)
    {
        for (var i = 0; i < count && view.Captured >= 16 && pass.TryStep(); i++)
        {
            var source = AddressText.IPv6(pass.Frame.Slice(view.Offset, 16));
            node.Add("icmpv6.mld.source_address", "Source Address: " + source, view.Offset, 16, source);
            view = view.Skip(16);
        }
    }

    private static string RecordName(byte type) => type switch
    {
        1 => "Include",
        2 => "Exclude",
        3 => "Changed to include",
        4 => "Changed to exclude",
        5 => "Allow new sources",
        6 => "Block old sources",
        _ => "Unknown",
    };
}

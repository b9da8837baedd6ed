using Packet.Dissect.Cursor;
using Packet.Dissect.Frame;
using Packet.Dissect.Ipv4;
using Packet.Dissect.Text;
using Packet.Dissect.Tree;

namespace Packet.Dissect.Ipv6;

/// <summary>The fragment header: next header (1), reserved (1), offset in units of 8 bytes (13 bits), reserved (2), more (1), identification (4).</summary>
internal static class Ipv6Fragment
{
    private const int Length = 8;

    /// <summary>Steps over the header of a packet that is whole after all; false where the fragment ends the walk.</summary>
    internal static bool TrySkip(ref Pass pass, FieldNode? root, ref byte kind, ref View view)
    {
        if (!pass.Require(view, Length, "IPv6")) return false;
        var at = view.Offset;
        var next = pass.U8(at);
        var word = pass.U16(at + 2);
        var offset = word & 0xfff8;
        var hasMore = (word & 1) != 0;
        if (root is not null) Describe(ref pass, root, at, next, word);
        view = view.Skip(Length);
        kind = next;
        if (offset == 0 && !hasMore) return true;

        if (offset == 0 && (view.Captured < view.Reported || pass.InQuotedPacket))
        {
            pass.IsFragment = true;
            return true;
        }

        pass.Info.Append("IPv6 fragment (off=").AppendDecimal(offset).Append(" more=").Append(hasMore ? 'y' : 'n')
            .Append(" ident=0x").AppendHex(pass.U32(at + 4), 8).Append(" nxt=").AppendDecimal(next).Append(')');
        DataNode.Describe(ref pass, view);
        return false;
    }

    private static void Describe(ref Pass pass, FieldNode root, int at, byte next, ushort word)
    {
        root.Length = at + Length - root.Offset;
        var node = root.Add("ipv6.fraghdr", "Fragment Header for IPv6", at, Length);
        node.Add("ipv6.fraghdr.nxt", $"Next header: {IpProtocol.NameOf(next)} ({next})", at, 1, $"{next}");
        node.Add("ipv6.fraghdr.reserved_octet", $"Reserved octet: {Hex.Of(pass.U8(at + 1), 2)}", at + 1, 1, Hex.Of(pass.U8(at + 1), 2));
        node.AddBits("ipv6.fraghdr.offset", word, 0xfff8, 16, $"Offset: {word >> 3} ({word & 0xfff8} bytes)", at + 2, 2, $"{word >> 3}");
        node.AddBits("ipv6.fraghdr.reserved_bits", word, 6, 16, $"Reserved bits: {(word >> 1) & 3}", at + 2, 2, $"{(word >> 1) & 3}");
        node.AddFlag("ipv6.fraghdr.more", word, 1, 16, "More Fragments", at + 2, 2, "Yes", "No");
        node.Add("ipv6.fraghdr.ident", $"Identification: {Hex.Of(pass.U32(at + 4), 8)}", at + 4, 4, Hex.Of(pass.U32(at + 4), 8));
    }
}

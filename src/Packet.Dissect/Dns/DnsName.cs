using Packet.Dissect.Cursor;

namespace Packet.Dissect.Dns;

/// <summary>
/// Reads domain names (RFC 1035 §3.1, §4.1.4): labels with their length in front, ended by an empty one, or by a pointer to where the rest stands.
/// A name is read in at most as many steps as a name can have, so pointers that go round end like any other too long name.
/// </summary>
internal static class DnsName
{
    private const int MaxLength = 255;
    private const int MaxPointers = 16;

    internal const string Root = "<Root>";

    /// <summary>
    /// Reads the name at <paramref name="offset"/> (from the start of the message) and steps over it. Labels are escaped; the root is written out.
    /// False, with the reason recorded, when the message ends within the name or points outside itself.
    /// </summary>
    internal static bool TryRead(ref Pass pass, View message, ref int offset, string layer, out string name)
    {
        Span<byte> text = stackalloc byte[MaxLength + 1];
        name = Root;
        if (!TryWalk(ref pass, message, ref offset, layer, text, out var length)) return false;
        if (length > MaxLength) name = "<Name contains a pointer that loops>";
        else if (length > 0) name = DisplayText.Escape(text[..length], 1024);
        return true;
    }

    /// <summary>Steps over a name that is not wanted, with the same checks.</summary>
    internal static bool TrySkip(ref Pass pass, View message, ref int offset, string layer) => TryWalk(ref pass, message, ref offset, layer, default, out _);

    // Length is that of the name without the dot at its end; over the longest possible for one that goes round.
    private static bool TryWalk(ref Pass pass, View message, ref int offset, string layer, scoped Span<byte> text, out int length)
    {
        length = 0;
        var pointers = 0;
        var at = offset;
        var hasJumped = false;
        while (true)
        {
            var rest = message.Skip(at);
            if (!pass.Require(rest, 1, layer)) return false;
            int size = pass.U8(rest.Offset);
            switch (size >> 6)
            {
                case 0 when size == 0:
                    if (!hasJumped) offset = at + 1;
                    return true;
                case 0:
                    if (!pass.Require(rest, size + 1, layer)) return false;
                    if (length + size + 1 > MaxLength) return TooLong(ref pass, rest, layer);
                    if (!text.IsEmpty)
                    {
                        if (length > 0) text[length] = (byte)'.';
                        pass.Frame.Slice(rest.Offset + 1, size).CopyTo(text[(length == 0 ? 0 : length + 1)..]);
                    }

                    length += length == 0 ? size : size + 1;
                    at += size + 1;
                    break;
                case 3:
                    if (!pass.Require(rest, 2, layer)) return false;
                    if (!hasJumped) offset = at + 2;
                    hasJumped = true;
                    if (++pointers > MaxPointers)
                    {
                        length = MaxLength + 1;
                        return true;
                    }

                    at = pass.U16(rest.Offset) & 0x3fff;
                    break;
                default:
                    pass.Malformed(layer, rest.Offset, 1, rest.Captured);
                    return false;
            }
        }
    }

    private static bool TooLong(ref Pass pass, View rest, string layer)
    {
        pass.Malformed(layer, rest.Offset, 1, rest.Captured);
        return false;
    }
}

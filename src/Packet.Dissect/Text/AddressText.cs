using System.Buffers.Binary;
using Packet.Dissect.Cursor;

namespace Packet.Dissect.Text;

/// <summary>Addresses as text, numeric only: names of hosts and of vendors are never looked up.</summary>
internal static class AddressText
{
    internal static string Of(AddressKind kind, ReadOnlySpan<byte> frame, int offset) => kind switch
    {
        AddressKind.Mac => Mac(frame.Slice(offset, 6)),
        AddressKind.IPv4 => IPv4(frame.Slice(offset, 4)),
        AddressKind.IPv6 => IPv6(frame.Slice(offset, 16)),
        AddressKind.NotApplicable => "N/A",
        _ => "",
    };

    /// <summary>Hexadecimal pairs with colons, for addresses of any length up to 20 bytes.</summary>
    internal static string Mac(ReadOnlySpan<byte> address)
    {
        Span<char> text = stackalloc char[60];
        var length = 0;
        for (var i = 0; i < Math.Min(address.Length, 20); i++)
        {
            if (i > 0) text[length++] = ':';
            text[length++] = Hex.Digit(address[i] >> 4);
            text[length++] = Hex.Digit(address[i] & 15);
        }

        return new string(text[..length]);
    }

    internal static string IPv4(ReadOnlySpan<byte> address)
    {
        Span<char> text = stackalloc char[15];
        return new string(text[..WriteIPv4(address, text)]);
    }

    /// <summary>RFC 5952: the longest run of two or more zero groups becomes <c>::</c>, mapped IPv4 addresses end in dotted form.</summary>
    internal static string IPv6(ReadOnlySpan<byte> address)
    {
        Span<char> text = stackalloc char[45];
        FindZeroRun(address, out var runStart, out var runLength);
        var isMapped = runStart == 0 && (runLength == 6 || (runLength == 5 && address[10] == 0xff && address[11] == 0xff));
        var groups = isMapped ? 6 : 8;
        var length = 0;
        for (var i = 0; i < groups; i++)
        {
            if (i >= runStart && i < runStart + runLength)
            {
                if (i == runStart) text[length++] = ':';
                continue;
            }

            if (i > 0) text[length++] = ':';
            var group = BinaryPrimitives.ReadUInt16BigEndian(address[(i * 2)..]);
            for (var shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0; shift >= 0; shift -= 4)
                text[length++] = Hex.Digit((group >> shift) & 15);
        }

        if (isMapped)
        {
            text[length++] = ':';
            length += WriteIPv4(address.Slice(12, 4), text[length..]);
        }
        else if (runLength > 0 && runStart + runLength == 8)
        {
            text[length++] = ':';
        }

        return new string(text[..length]);
    }

    private static void FindZeroRun(ReadOnlySpan<byte> address, out int start, out int length)
    {
        start = -1;
        length = 0;
        for (var i = 0; i < 8;)
        {
            var end = i;
            while (end < 8 && address[end * 2] == 0 && address[(end * 2) + 1] == 0) end++;
            if (end - i > length && end - i > 1)
            {
                start = i;
                length = end - i;
            }

            i = end + 1;
        }

        if (length == 0) start = 8;
    }

    private static int WriteIPv4(ReadOnlySpan<byte> address, Span<char> text)
    {
        var length = 0;
        for (var i = 0; i < 4; i++)
        {
            if (i > 0) text[length++] = '.';
            int octet = address[i];
            if (octet >= 100) text[length++] = (char)('0' + (octet / 100));
            if (octet >= 10) text[length++] = (char)('0' + (octet / 10 % 10));
            text[length++] = (char)('0' + (octet % 10));
        }

        return length;
    }
}

namespace Bpf.Engine.Filter.Expressions;

/// <summary>
/// Finds the longest address that libpcap's scanner would take at a place in an expression. It has to agree with that scanner exactly:
/// where it sees an address and libpcap sees a word, the word could be looked up as a host name.
/// </summary>
internal static class AddressScanner
{
    private const int GroupDigits = 4;
    private const int Groups = 8;

    /// <summary>An IPv4 address at the end takes the place of two groups.</summary>
    private const int GroupsBeforeIPv4 = 6;

    /// <summary>
    /// Characters of the IPv6 address at the start of <paramref name="text"/>, 0 if there is none: eight groups of one to four hexadecimal
    /// digits; with "::" once, seven or fewer; the last two may be written as an IPv4 address.
    /// </summary>
    public static int IPv6(ReadOnlySpan<char> text)
    {
        var longest = 0;
        var position = 0;
        for (var left = 0; ; left++)
        {
            // Here: left groups have been read, and position is behind the last of them.
            if (left == Groups) return Math.Max(longest, position);
            if (text[position..].StartsWith("::")) longest = Math.Max(longest, position + 2 + AfterGap(text[(position + 2)..], left));
            if (left > 0)
            {
                if (position >= text.Length || text[position] != ':') return longest;
                position++;
            }

            if (left == GroupsBeforeIPv4 && IPv4(text[position..], parts: 4) is > 0 and var address)
                longest = Math.Max(longest, position + address);
            var group = Hex(text[position..], GroupDigits);
            if (group == 0) return longest;
            position += group;
        }
    }

    /// <summary>
    /// Characters of the Ethernet address at the start of <paramref name="text"/>: six pairs of hexadecimal digits between colons, hyphens
    /// or dots (a leading 0 may be left out), three groups of four between dots, or twelve digits.
    /// </summary>
    public static int Ethernet(ReadOnlySpan<char> text)
    {
        var longest = 0;
        foreach (var separator in ":-.")
            longest = Math.Max(longest, Separated(text, separator, count: 6, minDigits: 1, maxDigits: 2));
        longest = Math.Max(longest, Separated(text, '.', count: 3, minDigits: GroupDigits, maxDigits: GroupDigits));
        return Hex(text, 12) == 12 ? Math.Max(longest, 12) : longest;
    }

    /// <summary>Characters of <paramref name="parts"/> numbers with dots between them, 0 if there are fewer.</summary>
    public static int IPv4(ReadOnlySpan<char> text, int parts)
    {
        var position = 0;
        for (var part = 0; part < parts; part++)
        {
            if (part > 0)
            {
                if (position >= text.Length || text[position] != '.') return 0;
                position++;
            }

            var digits = Number(text[position..]);
            if (digits == 0) return 0;
            position += digits;
        }

        return position;
    }

    /// <summary>Characters of a decimal number, or of a hexadecimal one behind 0x.</summary>
    public static int Number(ReadOnlySpan<char> text)
    {
        if (text.Length > 2 && text[0] == '0' && text[1] is 'x' or 'X' && Hex(text[2..], int.MaxValue) is > 0 and var digits) return 2 + digits;
        var position = 0;
        while (position < text.Length && char.IsAsciiDigit(text[position])) position++;
        return position;
    }

    /// <summary>What may follow "::" when <paramref name="left"/> groups stand before it: characters, 0 for nothing.</summary>
    private static int AfterGap(ReadOnlySpan<char> text, int left)
    {
        var longest = 0;
        var position = 0;
        for (var right = 0; left + right < Groups - 1; right++)
        {
            if (right > 0)
            {
                if (position >= text.Length || text[position] != ':') break;
                position++;
            }

            if (left + right < GroupsBeforeIPv4 && IPv4(text[position..], parts: 4) is > 0 and var address)
                longest = Math.Max(longest, position + address);
            var group = Hex(text[position..], GroupDigits);
            if (group == 0) break;
            position += group;
            longest = Math.Max(longest, position);
        }

        return longest;
    }

    private static int Separated(ReadOnlySpan<char> text, char separator, int count, int minDigits, int maxDigits)
    {
        var position = 0;
        for (var part = 0; part < count; part++)
        {
            if (part > 0)
            {
                if (position >= text.Length || text[position] != separator) return 0;
                position++;
            }

            var digits = Hex(text[position..], maxDigits);
            if (digits < minDigits) return 0;
            position += digits;
        }

        return position;
    }

    private static int Hex(ReadOnlySpan<char> text, int max)
    {
        var position = 0;
        while (position < text.Length && position < max && char.IsAsciiHexDigit(text[position])) position++;
        return position;
    }
}

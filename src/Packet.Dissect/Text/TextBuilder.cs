namespace Packet.Dissect.Text;

/// <summary>
/// Characters of a row under construction: one buffer that is used again for every row and never grows beyond its limit.
/// Text over the limit is left out and shown as an ellipsis.
/// </summary>
internal sealed class TextBuilder
{
    private readonly char[] buffer;
    private int length;
    private bool isCut;

    internal TextBuilder(int maxLength) => buffer = new char[Math.Max(16, maxLength)];

    internal int Length => length;

    /// <summary>True when nothing more fits: what would be appended need not be worked out.</summary>
    internal bool IsFull => isCut || length == buffer.Length;

    internal void Clear()
    {
        length = 0;
        isCut = false;
    }

    internal TextBuilder Append(char character)
    {
        if (length < buffer.Length) buffer[length++] = character;
        else isCut = true;
        return this;
    }

    internal TextBuilder Append(string text)
    {
        var count = Math.Min(text.Length, buffer.Length - length);
        text.AsSpan(0, count).CopyTo(buffer.AsSpan(length));
        length += count;
        isCut |= count < text.Length;
        return this;
    }

    internal TextBuilder Append(ReadOnlySpan<char> text)
    {
        var count = Math.Min(text.Length, buffer.Length - length);
        text[..count].CopyTo(buffer.AsSpan(length));
        length += count;
        isCut |= count < text.Length;
        return this;
    }

    internal TextBuilder AppendDecimal(long value)
    {
        if (value.TryFormat(buffer.AsSpan(length), out var written)) length += written;
        else isCut = true;
        return this;
    }

    /// <summary>Appends <paramref name="digits"/> hexadecimal digits in lower case, without a prefix.</summary>
    internal TextBuilder AppendHex(ulong value, int digits)
    {
        for (var shift = (digits - 1) * 4; shift >= 0; shift -= 4)
            Append(Hex.Digit((int)(value >> shift) & 15));
        return this;
    }

    internal TextBuilder AppendMac(ReadOnlySpan<byte> address)
    {
        for (var i = 0; i < address.Length; i++)
        {
            if (i > 0) Append(':');
            AppendHex(address[i], 2);
        }

        return this;
    }

    internal TextBuilder AppendIPv4(ReadOnlySpan<byte> address) => Append(AddressText.IPv4(address));

    internal TextBuilder AppendIPv6(ReadOnlySpan<byte> address) => Append(AddressText.IPv6(address));

    /// <summary>Appends bytes that came from a packet, escaped as <see cref="DisplayText"/> says.</summary>
    internal TextBuilder AppendEscaped(ReadOnlySpan<byte> utf8) => Append(DisplayText.Escape(utf8));

    /// <summary>The text from a place on, as <see cref="Length"/> gave it earlier.</summary>
    internal string Since(int start) => start >= length ? "" : new string(buffer, start, length - start);

    /// <summary>The text without trailing spaces, which Wireshark's rows often have and nobody sees.</summary>
    internal string ToTrimmedString()
    {
        var end = length;
        while (end > 0 && buffer[end - 1] == ' ') end--;
        if (!isCut) return new string(buffer, 0, end);
        return string.Concat(buffer.AsSpan(0, Math.Min(end, buffer.Length - 1)), "…");
    }
}

using System.Globalization;
using System.Text;
using Packet.Dissect.Text;

namespace Packet.Dissect;

/// <summary>
/// Makes text from packets safe to look at. Characters that are invisible, move the cursor or turn the direction of writing become
/// visible escapes: <c>\r \n \t</c>, <c>\x1b</c>, <c>\u202e</c>, <c>\U000e0041</c>; bytes that are no UTF-8 become <c>\xff</c>. Everything else, HTML
/// included, stays as it is, so the result must be shown through text nodes. Stateless; any thread may call.
/// </summary>
public static class DisplayText
{
    /// <summary>Characters of one escaped text unless the caller asks for another limit.</summary>
    public const int DefaultMaxLength = 512;

    /// <summary>Escapes bytes that should be UTF-8. Over <paramref name="maxLength"/> characters the text ends in an ellipsis.</summary>
    public static string Escape(ReadOnlySpan<byte> utf8, int maxLength = DefaultMaxLength)
    {
        // A character of the result takes at least a quarter of a UTF-8 sequence, so bytes far beyond the limit cannot matter.
        var window = utf8.Length > maxLength * 4L ? utf8[..(maxLength * 4)] : utf8;
        if (window.Length <= maxLength && IsPlainAscii(window)) return Encoding.ASCII.GetString(window);
        var text = new StringBuilder(Math.Min(window.Length + 16, maxLength + 16));
        while (!window.IsEmpty)
        {
            if (window[0] < 0x80)
            {
                AppendAscii(text, window[0]);
                window = window[1..];
                if (text.Length > maxLength) return Cut(text, maxLength);
                continue;
            }

            var isValid = Rune.DecodeFromUtf8(window, out var rune, out var consumed) == System.Buffers.OperationStatus.Done;
            if (isValid) AppendRune(text, rune);
            else AppendBytes(text, window[..consumed]);
            window = window[consumed..];
            if (text.Length > maxLength) return Cut(text, maxLength);
        }

        return text.ToString();
    }

    /// <summary>Escapes text, for example a file or interface name. Lone surrogates become <c>\ud800</c>.</summary>
    public static string Escape(string text, int maxLength = DefaultMaxLength)
    {
        if (text.Length <= maxLength && text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0) return text;
        var escaped = new StringBuilder(Math.Min(text.Length + 16, maxLength + 16));
        for (var i = 0; i < text.Length;)
        {
            if (Rune.TryGetRuneAt(text, i, out var rune))
            {
                AppendRune(escaped, rune);
                i += rune.Utf16SequenceLength;
            }
            else
            {
                AppendCode(escaped, text[i]);
                i++;
            }

            if (escaped.Length > maxLength) return Cut(escaped, maxLength);
        }

        return escaped.ToString();
    }

    private static bool IsPlainAscii(ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
        {
            if (octet is < 0x20 or > 0x7e) return false;
        }

        return true;
    }

    private static void AppendAscii(StringBuilder text, int code)
    {
        if (code is >= 0x20 and < 0x7f) text.Append((char)code);
        else AppendCode(text, code);
    }

    private static void AppendRune(StringBuilder text, Rune rune)
    {
        if (rune.IsAscii) AppendAscii(text, rune.Value);
        else if (IsVisible(rune)) text.Append(rune.ToString());
        else AppendCode(text, rune.Value);
    }

    // Format characters hold the bidirectional controls, the zero-width joiners, the byte order mark and the tag characters.
    // The last line names letters and symbols that are drawn as nothing.
    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        _ => rune.Value is not (0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x2800 or 0x3164 or 0xffa0),
    };

    private static void AppendCode(StringBuilder text, int code)
    {
        switch (code)
        {
            case '\r': text.Append("\\r"); return;
            case '\n': text.Append("\\n"); return;
            case '\t': text.Append("\\t"); return;
        }

        text.Append('\\').Append(code < 0x100 ? 'x' : code < 0x10000 ? 'u' : 'U');
        for (var shift = code < 0x100 ? 4 : code < 0x10000 ? 12 : 28; shift >= 0; shift -= 4)
            text.Append(Hex.Digit((code >> shift) & 15));
    }

    private static void AppendBytes(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        foreach (var octet in bytes)
            text.Append("\\x").Append(Hex.Digit(octet >> 4)).Append(Hex.Digit(octet & 15));
    }

    private static string Cut(StringBuilder text, int maxLength)
    {
        var end = Math.Max(0, maxLength - 1);
        if (end > 0 && char.IsHighSurrogate(text[end - 1])) end--;
        text.Length = end;
        return text.Append('…').ToString();
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace WebCap.Processes;

/// <summary>
/// Texts that processes choose: letters, digits, punctuation and symbols stay, everything else (controls, spaces that are none, what turns the
/// direction of writing, bytes that are no UTF-8) becomes <c>\x1b</c>, byte by byte. Readers are browsers, terminals and logs.
/// </summary>
internal static class PlainText
{
    /// <summary>Over <paramref name="maxLength"/> characters the text ends in an ellipsis.</summary>
    public static string Of(ReadOnlySpan<byte> utf8, int maxLength)
    {
        var text = new StringBuilder();
        while (!utf8.IsEmpty && text.Length <= maxLength)
        {
            var isValid = Rune.DecodeFromUtf8(utf8, out var rune, out var used) == OperationStatus.Done;
            if (isValid && IsPlain(rune)) text.Append(rune.ToString());
            else foreach (var octet in utf8[..used]) text.Append(CultureInfo.InvariantCulture, $"\\x{octet:x2}");
            utf8 = utf8[used..];
        }

        if (text.Length <= maxLength) return text.ToString();
        text.Length = char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return text.Append('…').ToString();
    }

    private static bool IsPlain(Rune rune) => rune.IsAscii
        ? rune.Value is >= ' ' and <= '~'
        : Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune);
}

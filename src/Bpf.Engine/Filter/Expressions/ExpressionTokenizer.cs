using System.Buffers;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>
/// Cuts an expression into the same pieces as libpcap's scanner: the longest match wins, and of two equally long ones a word of the
/// language before an address, an address before a number, a number before any other word.
/// </summary>
internal static class ExpressionTokenizer
{
    private static readonly SearchValues<char> EndsEscaped = SearchValues.Create(" !()\n\t");
    private static readonly string[] LongOperators = ["&&", "||", ">=", "<=", "!=", "==", "<<", ">>"];

    /// <summary>The pieces of <paramref name="expression"/>, in order, blanks left out.</summary>
    public static List<ExpressionToken> Tokenize(string expression)
    {
        var tokens = new List<ExpressionToken>();
        for (var offset = 0; offset < expression.Length;)
        {
            if (IsBlank(expression[offset]))
            {
                offset++;
                continue;
            }

            var (kind, length) = Next(expression.AsSpan(offset));
            tokens.Add(new ExpressionToken(kind, offset, expression.Substring(offset, length)));
            offset += length;
        }

        return tokens;
    }

    private static (ExpressionTokenKind Kind, int Length) Next(ReadOnlySpan<char> text)
    {
        var first = text[0];
        if (char.IsAsciiLetterOrDigit(first)) return WordOrAddress(text);
        if (first == '\\') return Escaped(text);
        if (first == '$' && text.Length > 1 && char.IsAsciiHexDigit(text[1]))
            return (ExpressionTokenKind.Address, text.Length > 2 && char.IsAsciiHexDigit(text[2]) ? 3 : 2);
        if (first == ':' && AddressScanner.IPv6(text) is > 0 and var address) return (ExpressionTokenKind.Address, address);
        foreach (var candidate in LongOperators)
        {
            if (text.StartsWith(candidate)) return (ExpressionTokenKind.Operator, candidate.Length);
        }

        return ("+-*/%:[]!<>()&|^=".Contains(first, StringComparison.Ordinal) ? ExpressionTokenKind.Operator : ExpressionTokenKind.Unknown, 1);
    }

    private static (ExpressionTokenKind Kind, int Length) WordOrAddress(ReadOnlySpan<char> text)
    {
        var length = WordLength(text);
        var address = Math.Max(AddressScanner.IPv6(text), AddressScanner.Ethernet(text));
        if (address >= length) return (ExpressionTokenKind.Address, address);

        var word = text[..length];
        if (ExpressionWords.Keywords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)) return (ExpressionTokenKind.Keyword, length);
        if (ExpressionWords.Numbers.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word) || AddressScanner.Number(word) == length)
            return (ExpressionTokenKind.Number, length);
        for (var parts = 2; parts <= 4; parts++)
        {
            if (AddressScanner.IPv4(word, parts) == length) return (ExpressionTokenKind.Address, length);
        }

        return (ExpressionTokenKind.Word, length);
    }

    /// <summary>Letters, digits, dots, hyphens and underscores, the last two not at the end.</summary>
    private static int WordLength(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || text[length] is '-' or '_' or '.')) length++;
        while (text[length - 1] is '-' or '_') length--;
        return length;
    }

    /// <summary>A backslash takes a word of the language for the name of a protocol: <c>ip proto \tcp</c>.</summary>
    private static (ExpressionTokenKind Kind, int Length) Escaped(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAny(EndsEscaped);
        if (length < 0) length = text.Length;
        return length > 1 ? (ExpressionTokenKind.Word, length) : (ExpressionTokenKind.Unknown, 1);
    }

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\r' or '\n';
}

namespace Bpf.Engine.Filter.Expressions;

/// <summary>A piece of a display filter: an operator or bracket, or else a word, a number or an address.</summary>
internal readonly record struct DisplayFilterToken(string Text, bool IsOperator)
{
    private static readonly string[] Operators =
        ["===", "!==", "==", "!=", ">=", "<=", "&&", "||", "=", ">", "<", "!", "(", ")", "{", "}", ",", "&"];

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["and"] = "&&", ["or"] = "||", ["not"] = "!", ["eq"] = "==", ["ne"] = "!=", ["gt"] = ">", ["lt"] = "<", ["ge"] = ">=",
        ["le"] = "<=", ["==="] = "==", ["="] = "==", ["!=="] = "!=", ["in"] = "in", ["bitwise_and"] = "&",
    };

    /// <summary>The pieces of <paramref name="filter"/>, words for operators replaced by the sign; null if a character is none of its.</summary>
    public static List<DisplayFilterToken>? Tokenize(string filter)
    {
        var tokens = new List<DisplayFilterToken>();
        for (var position = 0; position < filter.Length;)
        {
            if (char.IsWhiteSpace(filter[position]))
            {
                position++;
                continue;
            }

            var length = OperandLength(filter.AsSpan(position));
            var isOperator = length == 0;
            if (isOperator) length = Array.Find(Operators, sign => filter.AsSpan(position).StartsWith(sign))?.Length ?? 0;
            if (length == 0) return null;
            var text = filter.Substring(position, length);
            tokens.Add(Words.TryGetValue(text, out var sign) ? new(sign, true) : new(text, isOperator));
            position += length;
        }

        return tokens;
    }

    private static int OperandLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiLetterOrDigit(text[length]) || "._:-/".Contains(text[length], StringComparison.Ordinal)))
            length++;
        return length;
    }
}

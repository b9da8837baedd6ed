using ErrorKind = Bpf.Engine.Filter.FilterCompileErrorKind;
using TokenKind = Bpf.Engine.Filter.Expressions.ExpressionTokenKind;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>
/// libpcap only says "syntax error". This looks for the mistakes that people make most and says what is wrong and where; it is asked only
/// after libpcap has refused, so it need not know the whole grammar.
/// </summary>
internal static class SyntaxFinding
{
    /// <summary>The most likely mistake in <paramref name="tokens"/>, which are not empty.</summary>
    public static FilterCompileError In(List<ExpressionToken> tokens) =>
        Unbalanced(tokens) ?? Unfinished(tokens[^1]) ?? Misplaced(tokens)
        ?? Error("the expression is no capture filter; one looks like \"tcp port 80\" or \"host 192.0.2.1 and not arp\"", null);

    private static FilterCompileError? Unbalanced(List<ExpressionToken> tokens)
    {
        var open = new Stack<ExpressionToken>();
        foreach (var token in tokens)
        {
            if (token.Text is "(" or "[") open.Push(token);
            if (token.Text is not (")" or "]")) continue;
            if (!open.TryPop(out var opened) || opened.Text != (token.Text == ")" ? "(" : "["))
                return Error($"\"{token.Text}\" closes a bracket that is not open", token.Offset);
        }

        return open.TryPop(out var unclosed) ? Error($"\"{unclosed.Text}\" is not closed", unclosed.Offset) : null;
    }

    private static FilterCompileError? Unfinished(ExpressionToken last)
    {
        var isOperator = last.Kind == TokenKind.Operator && last.Text is not (")" or "]");
        if (isOperator || ExpressionWords.Connectives.Contains(last.Text))
            return Error($"something is missing after \"{last.Text}\"", last.Offset + last.Text.Length);
        var wanted = last.Text switch
        {
            "portrange" => "two ports, as in \"portrange 8000-8010\"",
            "port" => "a port",
            "net" => "a network, as in \"net 192.0.2.0/24\"",
            "less" or "greater" => "a length",
            _ when ExpressionWords.Protocols.Contains(last.Text) => "a protocol's name or number",
            _ when ExpressionWords.Hosts.Contains(last.Text) => "an address",
            _ => null,
        };
        return wanted is null || last.Kind != TokenKind.Keyword
            ? null
            : Error($"\"{last.Text}\" needs {wanted} behind it", last.Offset + last.Text.Length);
    }

    private static FilterCompileError? Misplaced(List<ExpressionToken> tokens)
    {
        var first = tokens[0];
        if (first.Kind == TokenKind.Address)
            return Error($"\"{first.Text}\" needs \"host\", \"net\", \"src\" or \"dst\" in front of it", first.Offset);
        for (var index = 1; index < tokens.Count; index++)
        {
            var (before, token) = (tokens[index - 1], tokens[index]);
            if (IsValue(before) && IsValue(token))
                return Error($"\"and\" or \"or\" is missing in front of \"{token.Text}\"", token.Offset);
            if (before.Kind == TokenKind.Keyword && token.Text is "=" or "==" && TakesValue(before.Text))
                return Error($"\"{before.Text}\" takes its value without \"{token.Text}\"", token.Offset);
            if (ExpressionWords.Protocols.Contains(before.Text) && token.Kind == TokenKind.Keyword)
                return Error($"\"{token.Text}\" is a word of its own here; for the protocol write \"{before.Text} \\{token.Text}\"", token.Offset);
        }

        return tokens.Count == 1 && first.Kind == TokenKind.Number ? Error($"\"{first.Text}\" needs \"port\" in front of it", first.Offset) : null;
    }

    private static bool TakesValue(string word) =>
        word == "net" || ExpressionWords.Ports.Contains(word) || ExpressionWords.Hosts.Contains(word) || ExpressionWords.Protocols.Contains(word);

    private static bool IsValue(ExpressionToken token) => token.Kind is TokenKind.Number or TokenKind.Address or TokenKind.Word;

    private static FilterCompileError Error(string sentence, int? offset) => new(ErrorKind.Syntax, sentence, offset);
}

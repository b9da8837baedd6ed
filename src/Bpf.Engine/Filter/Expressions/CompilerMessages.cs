using Bpf.Wire;

namespace Bpf.Engine.Filter.Expressions;

/// <summary>Adds to libpcap's sentence what to do about it, and finds the place it speaks of.</summary>
internal static class CompilerMessages
{
    /// <summary>Advice by a part of libpcap's sentence; the first that fits.</summary>
    private static readonly (string Part, string Advice)[] Advice =
    [
        ("unknown port", "use the port's number; a range is written \"portrange 8000-8010\""),
        ("unknown ip proto", "use the protocol's number"),
        ("unknown ip6 proto", "use the protocol's number"),
        ("unknown ether proto", "use the protocol's number, as in \"ether proto 0x88cc\""),
        ("non-network bits set", "clear the bits behind the prefix, as in \"net 192.0.2.0/24\""),
        ("mask syntax for networks only", "write \"net\" instead of \"host\""),
        ("ethernet address used in non-ether", "write \"ether host\""),
        ("mask length must be", "a prefix has at most 32 bits for IPv4 and 128 for IPv6"),
        ("expression rejects all packets", "no frame of this link type can match; leave the contradictory condition out"),
        ("only on ethernet", "this interface's frames carry no Ethernet header"),
        ("supported only", "this interface's link type cannot be filtered by that"),
        ("not supported on", "this interface's link type cannot be filtered by that"),
    ];

    /// <summary>The error of a compile as it is shown: one sentence, advice behind a semicolon, the offset if a word is quoted.</summary>
    public static FilterCompileError Explain(FilterCompileError error, LinkType linkType, List<ExpressionToken> tokens)
    {
        if (error.Kind != FilterCompileErrorKind.Syntax) return error;
        var sentence = error.Message.Length > 0 ? error.Message : "the expression is no capture filter";
        if (sentence.StartsWith("unknown data link type", StringComparison.Ordinal))
        {
            return new(FilterCompileErrorKind.LinkType,
                $"libpcap compiles no filters for link type {(int)linkType}; capture without a filter");
        }

        if (sentence.Contains("syntax error", StringComparison.Ordinal)) return SyntaxFinding.In(tokens);
        foreach (var (part, advice) in Advice)
        {
            if (!sentence.Contains(part, StringComparison.OrdinalIgnoreCase)) continue;
            sentence = $"{sentence}; {advice}";
            break;
        }

        return error with { Message = sentence, Offset = QuotedOffset(error.Message, tokens) };
    }

    /// <summary>Where the word stands that the sentence quotes, if it stands in one place only.</summary>
    private static int? QuotedOffset(string sentence, List<ExpressionToken> tokens)
    {
        int? offset = null;
        foreach (var token in tokens)
        {
            if (!sentence.Contains($"'{token.Text}'", StringComparison.Ordinal) && !sentence.Contains($"\"{token.Text}\"", StringComparison.Ordinal))
                continue;
            if (offset is not null) return null;
            offset = token.Offset;
        }

        return offset;
    }
}

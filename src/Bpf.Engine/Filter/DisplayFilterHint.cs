using Bpf.Engine.Filter.Expressions;

namespace Bpf.Engine.Filter;

/// <summary>
/// People who know Wireshark type its display filters (<c>tcp.port == 80</c>) where a capture filter (<c>tcp port 80</c>) belongs. This
/// finds the capture filter that was meant, if there is one for the whole of the text; a hint that drops a condition would mislead.
/// A protocol above TCP or UDP becomes its usual port, so the hint can catch a little more, or less, than the display filter shows.
/// Pure, any thread.
/// </summary>
public static class DisplayFilterHint
{
    /// <summary>Deeper brackets than this are nobody's typing.</summary>
    private const int MaxDepth = 32;

    /// <summary>The capture filter for <paramref name="displayFilter"/>, not compiled yet; null if it is no display filter or has no such form.</summary>
    public static string? Translate(string displayFilter)
    {
        ArgumentNullException.ThrowIfNull(displayFilter);
        if (DisplayFilterToken.Tokenize(displayFilter) is not { } tokens) return null;
        var parser = new Parser(tokens);
        return parser.Any(0) is { } term && parser.AtEnd ? term.Text : null;
    }

    /// <summary>
    /// True if <paramref name="word"/> is the name of a field of a display filter, whether a capture filter has a form for it or not;
    /// <paramref name="advice"/> then says what to write instead.
    /// </summary>
    internal static bool IsField(string word, out string advice)
    {
        advice = "";
        var dot = word.IndexOf('.', StringComparison.Ordinal);
        if (DisplayFilterNames.Fields.TryGetValue(word, out var field)) advice = $"a capture filter writes it \"{field.Form}\"";
        else if (dot > 0 && DisplayFilterNames.Protocols.TryGetValue(word[..dot], out var protocol))
            advice = $"a capture filter has no form for it: capture with \"{protocol.Text}\" and filter what is shown";
        return advice.Length > 0;
    }

    /// <summary>Recursive descent, one method a level of binding: or, and, not, comparison. Null means "no translation".</summary>
    private sealed class Parser(List<DisplayFilterToken> tokens)
    {
        private int position;

        public bool AtEnd => position == tokens.Count;

        public DisplayFilterTerm? Any(int depth)
        {
            var term = All(depth);
            while (term is not null && Take("||")) term = All(depth) is { } right ? DisplayFilterTerm.Or(term, right) : null;
            return term;
        }

        private DisplayFilterTerm? All(int depth)
        {
            var term = Negation(depth);
            while (term is not null && Take("&&")) term = Negation(depth) is { } right ? DisplayFilterTerm.And(term, right) : null;
            return term;
        }

        private DisplayFilterTerm? Negation(int depth)
        {
            if (depth > MaxDepth) return null;
            if (Take("!")) return Negation(depth + 1) is { } term ? DisplayFilterTerm.Not(term) : null;
            if (!Take("(")) return Comparison();
            var inside = Any(depth + 1);
            return Take(")") ? inside : null;
        }

        private DisplayFilterTerm? Comparison()
        {
            if (TakeOperand() is not { } name) return null;
            if (!DisplayFilterNames.Fields.TryGetValue(name, out var field)) return DisplayFilterNames.Protocols.GetValueOrDefault(name);
            if (Take("&")) return TakeOperand() is { } mask ? field.AnyBit(mask) : null;
            if (Take("in")) return Membership(field);
            if (position + 1 < tokens.Count && tokens[position] is { IsOperator: true, Text: "!" } && tokens[position + 1].Text == "in")
            {
                // "not in" holds for packets without the field too, unlike "!=".
                position += 2;
                return Membership(field) is { } members ? DisplayFilterTerm.Not(members) : null;
            }

            foreach (var sign in new[] { "==", "!=", ">=", "<=", ">", "<" })
            {
                if (Take(sign)) return TakeOperand() is { } value ? field.Compare(sign, value) : null;
            }

            return field.Presence.Length == 0
                ? null
                : new(field.Presence, ShiftsOffsets: field.Kind == DisplayFilterFieldKind.Shifting);
        }

        /// <summary><c>{80, 443, 8000..8010}</c>: any of these.</summary>
        private DisplayFilterTerm? Membership(DisplayFilterField field)
        {
            if (!Take("{")) return null;
            DisplayFilterTerm? all = null;
            while (!Take("}"))
            {
                if (TakeOperand() is not { } value) return null;
                var range = value.Split("..");
                var member = range.Length == 2 ? field.Between(range[0], range[1]) : field.Compare("==", value);
                if (member is null) return null;
                all = all is null ? member : DisplayFilterTerm.Or(all, member);
                if (all is null) return null;
                Take(",");
            }

            return all;
        }

        private bool Take(string sign)
        {
            if (AtEnd || tokens[position] is not { IsOperator: true } token || token.Text != sign) return false;
            position++;
            return true;
        }

        private string? TakeOperand() => !AtEnd && !tokens[position].IsOperator ? tokens[position++].Text : null;
    }
}

using System.Globalization;
using System.Text;

namespace Bpf.Engine.Filter;

/// <summary>
/// A place in one line of a listing. Takes step over leading blanks; one that finds something else takes nothing. The first failure is
/// kept and named, later ones follow from it.
/// </summary>
internal ref struct AssemblyCursor(ReadOnlySpan<char> line)
{
    /// <summary>Characters of the text that an error repeats, at most; longer than every word that is allowed.</summary>
    private const int QuoteLength = 24;

    private readonly ReadOnlySpan<char> line = line;
    private int at;

    /// <summary>What is wrong with the line, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Where, from 1.</summary>
    public int FailureColumn { get; private set; }

    /// <summary>Whether only blanks are left.</summary>
    public bool IsAtEnd => Position == line.Length;

    /// <summary>Where the next thing stands, from 0.</summary>
    public int Position
    {
        get
        {
            while (at < line.Length && line[at] is ' ' or '\t') at++;
            return at;
        }
    }

    /// <summary>Whether a letter comes next.</summary>
    public bool IsAtLetter => !IsAtEnd && char.IsAsciiLetter(line[at]);

    /// <summary>Whether a number may come next.</summary>
    public bool IsAtNumber => !IsAtEnd && (line[at] == '-' || char.IsAsciiDigit(line[at]));

    /// <summary>Takes <paramref name="character"/>, or nothing.</summary>
    public bool Take(char character)
    {
        if (IsAtEnd || line[at] != character) return false;
        at++;
        return true;
    }

    /// <summary>Takes <paramref name="characters"/>, which stand together, or nothing.</summary>
    public bool Take(string characters)
    {
        if (IsAtEnd || !line[at..].StartsWith(characters)) return false;
        at += characters.Length;
        return true;
    }

    /// <summary>Takes every character of <paramref name="characters"/>, in order, blanks between them or not; fails at the first that is missing.</summary>
    public bool Expect(string characters)
    {
        foreach (var character in characters)
        {
            if (!Take(character)) return Fail($"{Found()} stands where {character} belongs");
        }

        return true;
    }

    /// <summary>Takes a word of letters, digits and underscores, as far as it goes; empty if there is none.</summary>
    public ReadOnlySpan<char> Word()
    {
        if (IsAtEnd) return [];
        var start = at;
        while (at < line.Length && (char.IsAsciiLetterOrDigit(line[at]) || line[at] == '_')) at++;
        return line[start..at];
    }

    /// <summary>Takes <paramref name="word"/>, or nothing.</summary>
    public bool TakeWord(string word)
    {
        var before = at;
        if (Word().SequenceEqual(word)) return true;
        at = before;
        return false;
    }

    /// <summary>
    /// Takes a number, decimal with or without a minus sign or hexadecimal behind <c>0x</c>, between the two bounds; fails otherwise.
    /// </summary>
    public bool Number(long least, long most, out long value)
    {
        value = 0;
        var before = Position;
        var negative = Take('-');
        var digits = Word();
        var valid = digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? long.TryParse(digits[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value) && value >= 0
            : long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (negative) value = -value;
        if (valid && value >= least && value <= most) return true;
        at = before;
        return Fail($"{Found()} is no number from {least} to {most}, decimal or hexadecimal (0x…)");
    }

    /// <summary>Takes a constant: 32 bits, written as a signed or an unsigned number.</summary>
    public bool Constant(out uint value)
    {
        var valid = Number(int.MinValue, uint.MaxValue, out var number);
        value = unchecked((uint)number);
        return valid;
    }

    /// <summary>Records what is wrong at this place, unless something was wrong before; always false.</summary>
    public bool Fail(string message) => Fail(message, Position);

    /// <summary>The same at <paramref name="position"/>.</summary>
    public bool Fail(string message, int position)
    {
        if (Failure is not null) return false;
        Failure = message;
        FailureColumn = position + 1;
        return false;
    }

    /// <summary>What stands at this place, in quotes, short and printable.</summary>
    public string Found()
    {
        if (IsAtEnd) return "the end of the line";
        var end = at;
        while (end < line.Length && line[end] is not (' ' or '\t')) end++;
        return Quote(line[at..end]);
    }

    /// <summary><paramref name="text"/> in quotes, cut, with a question mark for whatever is not printable ASCII.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text[..Math.Min(text.Length, QuoteLength)]) quoted.Append(character is >= ' ' and <= '~' ? character : '?');
        if (text.Length > QuoteLength) quoted.Append('…');
        return quoted.Append('"').ToString();
    }
}

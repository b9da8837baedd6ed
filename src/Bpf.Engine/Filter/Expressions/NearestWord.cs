namespace Bpf.Engine.Filter.Expressions;

/// <summary>Guesses which word of the language a mistyped one was to be.</summary>
internal static class NearestWord
{
    /// <summary>Shorter words have too many neighbours for a guess.</summary>
    private const int ShortestGuess = 3;

    /// <summary>
    /// The word that <paramref name="word"/> is in other case, or one letter away from (changed, missing, too many, or two swapped);
    /// null if there is none. Of several the first by alphabet, so that the answer is always the same.
    /// </summary>
    public static string? To(string word)
    {
        var lower = word.ToLowerInvariant();
        if (ExpressionWords.Keywords.Contains(lower) || ExpressionWords.Numbers.Contains(lower)) return lower;
        if (lower.Length < ShortestGuess) return null;
        return ExpressionWords.Keywords.Concat(ExpressionWords.Numbers)
            .Where(candidate => candidate.Length >= ShortestGuess && IsOneEditAway(candidate, lower))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static bool IsOneEditAway(string one, string other)
    {
        if (Math.Abs(one.Length - other.Length) > 1) return false;
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        var same = 0;
        while (same < shorter.Length && shorter[same] == longer[same]) same++;
        var left = shorter.AsSpan(same);
        var right = longer.AsSpan(same);
        if (shorter.Length < longer.Length) return left.SequenceEqual(right[1..]);
        if (left.IsEmpty || left[1..].SequenceEqual(right[1..])) return true;
        return left.Length > 1 && left[0] == right[1] && left[1] == right[0] && left[2..].SequenceEqual(right[2..]);
    }
}

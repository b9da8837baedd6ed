namespace Bpf.Engine.Filter.Expressions;

/// <summary>A translated piece of a display filter: capture filter text, and what has to be known to put pieces together.</summary>
/// <param name="Text">The capture filter.</param>
/// <param name="Joint">What joins its outermost parts: <c>and</c>, <c>or</c>, or nothing.</param>
/// <param name="ShiftsOffsets">
/// True of "vlan" and "mpls", which in a capture filter move where everything to their right looks.
/// </param>
internal sealed record DisplayFilterTerm(string Text, string Joint = "", bool ShiftsOffsets = false)
{
    /// <summary>
    /// Both conditions. One that moves offsets goes first, where it has the meaning of the display filter; two of them would mean a tag
    /// inside a tag, so they have no translation: null.
    /// </summary>
    public static DisplayFilterTerm? And(DisplayFilterTerm left, DisplayFilterTerm right)
    {
        if (left.ShiftsOffsets && right.ShiftsOffsets) return null;
        var (first, second) = right.ShiftsOffsets ? (right, left) : (left, right);
        return new($"{first.Inside("and")} and {second.Inside("and")}", "and", first.ShiftsOffsets);
    }

    /// <summary>Either condition; null if one moves offsets, because the other would then be looked for in the wrong place.</summary>
    public static DisplayFilterTerm? Or(DisplayFilterTerm left, DisplayFilterTerm right) =>
        left.ShiftsOffsets || right.ShiftsOffsets ? null : new($"{left.Inside("or")} or {right.Inside("or")}", "or");

    /// <summary>The opposite; null for one that moves offsets, which it would do even when it does not match.</summary>
    public static DisplayFilterTerm? Not(DisplayFilterTerm term) =>
        term.ShiftsOffsets ? null : new($"not {term.Inside("not")}");

    /// <summary>"and" and "or" bind equally tightly in a capture filter, so a mixture needs brackets.</summary>
    private string Inside(string joint) => Joint.Length == 0 || Joint == joint ? Text : $"({Text})";
}

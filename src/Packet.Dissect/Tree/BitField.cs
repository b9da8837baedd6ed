namespace Packet.Dissect.Tree;

/// <summary>Lines for parts of a byte or word, drawn as <c>.... ..1. .... = Syn: Set</c>.</summary>
internal static class BitField
{
    /// <summary>A line for the bits of <paramref name="value"/> under <paramref name="mask"/> in a field of <paramref name="width"/> bits.</summary>
    internal static FieldNode AddBits(
        this FieldNode parent, string? name, uint value, uint mask, int width, string text, int offset, int length, string? fieldValue = null)
        => parent.Add(name, Pattern(value, mask, width) + " = " + text, offset, length, fieldValue);

    /// <summary>A line for one flag, <c>Set</c> or <c>Not set</c> unless other words are given.</summary>
    internal static FieldNode AddFlag(
        this FieldNode parent, string name, uint value, uint mask, int width, string title, int offset, int length, string set = "Set", string notSet = "Not set")
    {
        var isSet = (value & mask) != 0;
        return parent.AddBits(name, value, mask, width, title + ": " + (isSet ? set : notSet), offset, length, isSet ? "1" : "0");
    }

    /// <summary>Groups of four from the left: bits under the mask as digits, the others as dots.</summary>
    internal static string Pattern(uint value, uint mask, int width) => string.Create(width + ((width - 1) / 4), (value, mask, width), static (span, state) =>
    {
        var at = 0;
        for (var bit = 0; bit < state.width; bit++)
        {
            if (bit > 0 && bit % 4 == 0) span[at++] = ' ';
            var select = 1u << (state.width - 1 - bit);
            span[at++] = (state.mask & select) == 0 ? '.' : (state.value & select) != 0 ? '1' : '0';
        }
    });
}

using System.Globalization;
using System.Text;

namespace Packet.Dissect.Tests.Support;

/// <summary>What holds for every row and every tree, whatever the bytes were.</summary>
internal static class TreeCheck
{
    /// <summary>Lines lie within the frame, and those that were read lie within the line above them; all text is safe to show.</summary>
    internal static void Verify(PacketTree tree, int frameLength)
    {
        foreach (var root in tree.Roots)
        {
            VerifyPlace(root, frameLength);
            VerifyBelow(root, 1, frameLength);
        }
    }

    internal static void Verify(in PacketSummary row)
    {
        AssertSafe(row.Source);
        AssertSafe(row.Destination);
        AssertSafe(row.Protocol);
        AssertSafe(row.Info);
    }

    internal static IEnumerable<FieldNode> AllLines(PacketTree tree)
    {
        var waiting = new Stack<FieldNode>(tree.Roots.Reverse());
        while (waiting.TryPop(out var line))
        {
            yield return line;
            foreach (var child in line.Children.Reverse()) waiting.Push(child);
        }
    }

    /// <summary>No character that steers a terminal, turns the direction of writing or cannot be seen.</summary>
    internal static void AssertSafe(string text)
    {
        foreach (var character in text)
        {
            // Dots, arrows and ASCII are most of it; the rest is looked up.
            if (character is >= ' ' and <= '~' or '·' or '→' or '…') continue;
            if (char.IsSurrogate(character)) continue;
            if (!IsVisible(new Rune(character))) Assert.Fail($"U+{(int)character:X4} in \"{text}\"");
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            Assert.True(Rune.TryGetRuneAt(text, i, out var rune), $"A lone surrogate in \"{text}\"");
            Assert.True(IsVisible(rune), $"U+{rune.Value:X} in \"{text}\"");
            i++;
        }
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator);

    private static void VerifyPlace(FieldNode line, int frameLength)
    {
        if (line.Offset < 0 || line.Length < 0 || line.Offset > frameLength - line.Length)
            Assert.Fail($"\"{line.Label}\" at {line.Offset}+{line.Length} is not within a frame of {frameLength} bytes");
    }

    private static void VerifyBelow(FieldNode parent, int depth, int frameLength)
    {
        if (depth > 32) Assert.Fail($"\"{parent.Label}\" is {depth} lines deep");
        AssertSafe(parent.Label);
        if (parent.Value is not null) AssertSafe(parent.Value);
        for (var i = 0; i < parent.Children.Count; i++)
        {
            var child = parent.Children[i];
            if (child.IsGenerated)
            {
                VerifyPlace(child, frameLength);
            }
            else if (child.Offset < parent.Offset || child.Length < 0 || child.Offset + child.Length > parent.Offset + parent.Length)
            {
                Assert.Fail($"\"{child.Label}\" at {child.Offset}+{child.Length} is not within \"{parent.Label}\" at {parent.Offset}+{parent.Length}");
            }

            VerifyBelow(child, depth + 1, frameLength);
        }
    }
}

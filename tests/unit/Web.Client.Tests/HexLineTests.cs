using WebCap.Client.Components;

namespace WebCap.Client.Tests;

public class HexLineTests
{
    private static readonly byte[] Sixteen = [.. Enumerable.Range(0x30, 16).Select(value => (byte)value)];

    [Fact]
    public void ALineOfSixteenHasASpaceInTheMiddle()
        => Assert.Equal("30 31 32 33 34 35 36 37  38 39 3a 3b 3c 3d 3e 3f", Text(Sixteen, 16, isHex: true));

    [Fact]
    public void ALineOfEightHasNone() => Assert.Equal("30 31 32 33 34 35 36 37", Text(Sixteen[..8], 8, isHex: true));

    [Fact]
    public void WhatIsNotPrintableIsADot() => Assert.Equal("A·~··", Text([0x41, 0, 0x7e, 0x7f, 0xff], 16, isHex: false));

    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void EachCharacterBelongsToTheByteThatIsWrittenThere(int bytesPerLine)
    {
        for (var index = 0; index < bytesPerLine; index++)
        {
            var at = HexLine.CharacterOf(index, bytesPerLine);
            Assert.Equal(index, HexLine.ByteAt(at, bytesPerLine));
            Assert.Equal(index, HexLine.ByteAt(at + 1, bytesPerLine));
        }

        Assert.Null(HexLine.ByteAt(-1, bytesPerLine));
        Assert.Null(HexLine.ByteAt(HexLine.CharacterOf(bytesPerLine, bytesPerLine) + 1, bytesPerLine));
    }

    [Fact]
    public void MarkedBytesAreARunOfTheirOwnAndTheLineReadsTheSame()
    {
        var tree = Trees.OfUdp();
        foreach (var field in Trees.All(tree))
        {
            if (field.Offset >= 16 || field.Length == 0) continue;
            var marked = Sixteen.AsSpan(field.Offset, Math.Min(field.Length, 16 - field.Offset)).ToArray();
            var runs = new List<HexRun>();
            HexLine.Runs(Sixteen, 0, 16, new ByteMarks(field, null, null), true, runs);
            var run = Assert.Single(runs, run => run.Look == ByteLook.Selected);
            Assert.Equal(Convert.ToHexStringLower(marked), run.Text.Replace(" ", "", StringComparison.Ordinal));
            Assert.Equal(Text(Sixteen, 16, isHex: true), string.Concat(runs.Select(each => each.Text)));
        }
    }

    private static string Text(byte[] line, int bytesPerLine, bool isHex)
    {
        var runs = new List<HexRun>();
        HexLine.Runs(line, 0, bytesPerLine, default, isHex, runs);
        return string.Concat(runs.Select(run => run.Text));
    }
}

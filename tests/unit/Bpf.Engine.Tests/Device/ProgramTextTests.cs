using Bpf.Engine.Device;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Device;

public sealed class ProgramTextTests
{
    [Theory]
    [InlineData("4\n40 0 0 12\n21 0 1 2048\n6 0 0 262144\n6 0 0 0\n")]
    [InlineData("4\r\n40 0 0 12\r\n21 0 1 2048\r\n6 0 0 262144\r\n6 0 0 0")]
    [InlineData("4,40 0 0 12,21 0 1 2048,6 0 0 262144,6 0 0 0,")]
    [InlineData(" 4 \n\n 40  0\t0 12\n21 0 1 2048\n6 0 0 262144\n6 0 0 0\n\n")]
    public void AProgramAsTcpdumpPrintsIt(string text)
    {
        var program = ProgramText.Parse(text, 512, out var fault);

        Assert.Null(fault);
        Assert.Equal([new(40, 0, 0, 12), new(21, 0, 1, 2048), new(6, 0, 0, 262144), new Instruction(6, 0, 0, 0)], program);
    }

    [Fact]
    public void NoneIsAProgramThatClears() => Assert.Empty(ProgramText.Parse("0\n", 512, out _)!);

    [Theory]
    [InlineData("", "it does not begin with the number of instructions")]
    [InlineData("x", "line 1 must be the number of instructions")]
    [InlineData("(000) ldh [12]", "line 1 must be the number of instructions")]
    [InlineData("-1\n", "line 1 must be the number of instructions")]
    [InlineData("1\n6 0 0", "line 2 must be four decimal numbers")]
    [InlineData("1\n6 0 0 0 0", "line 2 must be four decimal numbers")]
    [InlineData("1\n65536 0 0 0", "line 2 must be four decimal numbers")]
    [InlineData("1\n6 256 0 0", "line 2 must be four decimal numbers")]
    [InlineData("1\n6 0 0 4294967296", "line 2 must be four decimal numbers")]
    [InlineData("1\n6 0 0 0x10", "line 2 must be four decimal numbers")]
    [InlineData("2\n6 0 0 0", "it says 2 instructions and has 1")]
    [InlineData("1\n6 0 0 0\n6 0 0 0", "it says 1 instructions and has 2")]
    public void WhatIsNoProgramIsNamedByItsLine(string text, string expected)
    {
        Assert.Null(ProgramText.Parse(text, 512, out var fault));
        Assert.Contains(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void NoMoreIsReadThanShowsThatItIsTooLong()
    {
        var text = "1000000\n" + string.Concat(Enumerable.Repeat("6 0 0 0\n", 4)) + "and no program behind it";

        Assert.Equal(4, ProgramText.Parse(text, 3, out var fault)!.Count);
        Assert.Null(fault);
    }
}

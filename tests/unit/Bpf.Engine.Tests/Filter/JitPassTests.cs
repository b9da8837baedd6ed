using Bpf.Engine.Filter;
using Bpf.Engine.Filter.Jit;
using Bpf.Wire;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>That the passes find what they are there to find; that what they find is true is shown by <see cref="JitTests"/>.</summary>
public sealed class JitPassTests
{
    [Fact]
    public void OneCheckCoversThePathBehindIt()
    {
        var nodes = Optimize(Do(LoadHalf, 12), Test(JumpIfEqual, 0x800, 0, 3), Do(LoadByte, 23), Test(JumpIfEqual, 6, 0, 1), Do(Return, 1), Do(Return));

        Assert.Equal([24u], nodes.Where(node => node.Check != 0).Select(node => node.Check));
    }

    [Fact]
    public void OneCheckCoversTheLoadsBehindTheSameX()
    {
        var nodes = Optimize(
            Do(LoadXHeaderLength, 14), Do(LoadHalfIndexed, 14), Test(JumpIfEqual, 80, 0, 3), Do(LoadHalfIndexed, 16), Test(JumpIfEqual, 80, 0, 1), Do(Return, 1), Do(Return));

        Assert.Equal([18u], nodes.Where(node => node.CheckBehindX != 0).Select(node => node.CheckBehindX));
        // X is 0 or more, so the look for the load of X covers what those behind it need at least.
        Assert.Equal([18u], nodes.Where(node => node.Check != 0).Select(node => node.Check));
    }

    [Fact]
    public void ARepeatedQuestionIsAskedOnce()
    {
        // As libpcap writes without its optimiser: each condition loads and asks from the start.
        var nodes = Optimize(
            Do(LoadHalf, 12), Test(JumpIfEqual, 0x800, 0, 5), Test(JumpIfEqual, 0x86dd, 4, 0), Test(JumpIfGreater, 0x7ff, 0, 3), Do(LoadByte, 23),
            Test(JumpIfEqual, 6, 0, 1), Do(Return, 1), Do(Return));

        Assert.Equal([StepCode.LoadHalf, StepCode.JumpIfEqual, StepCode.LoadByte, StepCode.JumpIfEqual, StepCode.Return, StepCode.Return], nodes.Select(node => node.Code));
    }

    [Fact]
    public void WhatCannotAcceptIsARejection()
    {
        Assert.True(Assert.Single(Optimize(Do(LoadByte, 0), Test(JumpIfEqual, 5, 0, 1), Do(Return), Do(Return))).IsReject);
        Assert.True(Assert.Single(Optimize(Do(LoadWord, int.MaxValue - 3), Do(Return, 1))).IsReject);
        Assert.True(Assert.Single(Optimize(Do(LoadXImmediate, 0xffff_ffff), Do(LoadByteIndexed, 1), Do(Return, 1))).IsReject);
        Assert.True(Assert.Single(Optimize(Do(LoadImmediate, 7), Do(DivideX), Do(Return, 1))).IsReject);
        Assert.True(Assert.Single(Optimize(Do(LoadImmediate, 7), Do(Subtract, 7), Do(ReturnA))).IsReject);
    }

    [Fact]
    public void ConstantsAreTurnedInsteadOfBytes()
    {
        var nodes = Optimize(Do(LoadWord, 26), Do(And, 0xffff_0000), Test(JumpIfEqual, 0xc0a8_0000, 0, 1), Do(Return, 1), Do(Return));

        Assert.True(nodes[0].IsRaw);
        Assert.Equal([0x0000_ffffu, 0x0000_a8c0u], nodes[1..3].Select(node => node.K));
    }

    [Fact]
    public void BytesAreTurnedWhereTheirValueMatters()
    {
        Assert.False(Optimize(Do(LoadHalf, 0), Test(JumpIfEqual, 5, 0, 1), Do(Return, 1), Do(ReturnA))[0].IsRaw);
        Assert.False(Optimize(Do(LoadHalf, 0), Test(JumpIfGreater, 5, 0, 1), Do(Return, 1), Do(Return))[0].IsRaw);
        Assert.False(Optimize(Do(LoadHalf, 0), Do(CopyAToX), Test(JumpIfEqual, 5, 0, 1), Do(Return, 1), Do(LoadByteIndexed), Do(ReturnA))[0].IsRaw);
        // Where the paths meet, A is a half word or a byte.
        Assert.False(Optimize(
            Do(LoadHalf, 0), Test(JumpIfSet, 1, 0, 1), Do(LoadByte, 4), Test(JumpIfEqual, 5, 0, 1), Do(Return, 1), Do(Return))[0].IsRaw);
    }

    [Fact]
    public void WhatNobodyReadsIsNotComputed()
    {
        var nodes = Optimize(Do(LoadByte, 4), Do(Store, 3), Do(Multiply, 9), Do(CopyAToX), Do(LoadByte, 2), Do(ReturnA));

        Assert.Equal([StepCode.LoadByte, StepCode.LoadByte, StepCode.ReturnA], nodes.Select(node => node.Code));
        Assert.Equal((5u, true), (nodes[0].Check, nodes[0].IsUnread));
        Assert.Equal(0u, nodes[1].Check);
    }

    [Fact]
    public void AFilterForAPortLooksAtTheLengthOnceForAllHeaders()
    {
        var program = new FilterCompiler().Compile("tcp port 80 and host 10.0.0.1", LinkType.Ethernet).Program!;

        var nodes = Optimize(program.Instructions.ToArray());

        // The source address ends at byte 30, and no frame is accepted without it; the destination is only looked at when it is another.
        Assert.Equal([30u, 34u], nodes.Where(node => node.Check != 0).Select(node => node.Check));
    }

    private static JitNode[] Optimize(params Instruction[] instructions)
    {
        Assert.True(Validator.Validate(instructions, instructions.Length, ValidatorProfile.Minix, out var error), error.ToString());
        return [.. FilterJit.Optimize(instructions).Nodes.OfType<JitNode>()];
    }
}

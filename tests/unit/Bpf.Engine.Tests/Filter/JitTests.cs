using Bpf.Engine.Filter;
using Bpf.Wire;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>[VM-6]: machine code gives the interpreter's verdicts and the model's, on programs and frames that love the edges.</summary>
public sealed class JitTests
{
    private const int LongestFrame = 48;

    [Theory]
    [InlineData(21, ValidatorProfile.Minix)]
    [InlineData(22, ValidatorProfile.OpenBsd)]
    public void AgreesOnRandomPrograms(int seed, ValidatorProfile profile)
    {
        var random = new Random(seed);
        for (var made = 0; made < 1_500;)
        {
            var instructions = Programs.Random(random, maxLength: random.Next(2) == 0 ? 12 : 60);
            if (!FilterProgram.TryCreate(instructions, 512, profile, out var program, out _)) continue;
            made++;
            var engines = new Engines(program);
            for (var round = 0; round < 24; round++)
                engines.Run(RandomFrame(random, LongestFrame), random.Next(4) == 0 ? uint.MaxValue : (uint)random.Next(2000), seed);
        }
    }

    [Theory]
    [InlineData(23)]
    [InlineData(24)]
    public void AgreesAtEveryLengthOfAFrameAndNeverLooksBehindItsEnd(int seed)
    {
        // A check that asks for too much rejects at some length what others accept; one that asks for too little reads the page behind.
        using var memory = new GuardedFrame(LongestFrame);
        var random = new Random(seed);
        var frame = new byte[LongestFrame];
        var accepted = 0;
        for (var made = 0; made < 1_000; made++)
        {
            var engines = new Engines(Verified(ValidatorProfile.Minix, RandomFilter(random, maxLength: 40)));
            for (var round = 0; round < 2; round++)
            {
                var bytes = RandomFrame(random, LongestFrame);
                bytes.CopyTo(frame, 0);
                for (var length = 0; length <= frame.Length; length++)
                    if (engines.Run(memory.AtTheEnd(frame.AsSpan(0, length)), 1500, seed) != 0) accepted++;
            }
        }

        // Of 98,000; programs that reject everything would prove nothing.
        Assert.InRange(accepted, 20_000, 78_000);
    }

    [Fact]
    public void AgreesOnEveryExpressionOptimisedOrNot()
    {
        const int Seed = 25;
        var random = new Random(Seed);
        var compiler = new FilterCompiler();
        using var memory = new GuardedFrame(128);
        byte[][] frames = [.. Enumerable.Range(0, 100).Select(_ => Frames.Like(random))];
        var accepted = 0;
        foreach (var expression in Expressions.Valid)
        {
            foreach (var optimize in new[] { true, false })
            {
                var program = compiler.Compile(expression, LinkType.Ethernet, optimize: optimize).Program!;
                var engines = new Engines(program);
                foreach (var frame in frames)
                {
                    var expected = Interpreter.Run(program, frame, (uint)frame.Length);
                    engines.AssertEngines(expected, memory.AtTheEnd(frame), (uint)frame.Length, Seed);
                    engines.AssertEngines(expected, memory.AtTheStart(frame), (uint)frame.Length, Seed);
                    if (expected != 0) accepted++;
                }
            }
        }

        Assert.InRange(accepted, 3_000, int.MaxValue);
    }

    [Fact]
    public void TheCheckOfALaterLoadDoesNotRejectWhatIsAcceptedBeforeIt()
    {
        var engines = new Engines(Verified(
            ValidatorProfile.Minix,
            Do(LoadByte, 0), Test(JumpIfEqual, 5, 0, 1), Do(Return, 1), Do(LoadByte, 10), Test(JumpIfEqual, 6, 0, 1), Do(Return, 2), Do(LoadWord, 20), Do(ReturnA)));

        Assert.Equal(1u, engines.Run([5], 1));
        Assert.Equal(0u, engines.Run([4], 1));
        Assert.Equal(0u, engines.Run([4, .. new byte[9]], 10));
        Assert.Equal(2u, engines.Run([4, .. new byte[9], 6], 11));
        Assert.Equal(0u, engines.Run([4, .. new byte[9], 5, .. new byte[12]], 23));
        Assert.Equal(7u, engines.Run([4, .. new byte[9], 5, .. new byte[12], 7], 24));
    }

    [Fact]
    public void AReadOfTheLastBytesOfTheLongestFrameFits()
    {
        using var memory = new GuardedFrame(int.MaxValue);
        var frame = memory.Last(int.MaxValue);
        frame[^1] = 9;
        const uint End = int.MaxValue;
        foreach (var (offset, size, code, indexed) in new[]
        {
            (End - 4, 4u, LoadWord, LoadWordIndexed), (End - 2, 2u, LoadHalf, LoadHalfIndexed), (End - 1, 1u, LoadByte, LoadByteIndexed),
        })
        {
            foreach (var beyond in new uint[] { 0, 1, 2, 3, 4 })
            {
                var verdict = beyond == 0 ? 9u : 0;
                foreach (var behindX in new uint[] { 0, 1, 20, 0x7fff_0000 })
                {
                    Instruction[] program = behindX == 0
                        ? [Do(code, offset + beyond), Do(ReturnA)]
                        // X from the wire length, which the compiler cannot know.
                        : [Do(LoadXLength), Do(indexed, offset + beyond - behindX), Do(ReturnA)];
                    var engines = new Engines(Verified(ValidatorProfile.Minix, program));
                    engines.AssertEngines(verdict, frame, behindX);
                    engines.AssertEngines(0, frame[..^1], behindX);
                    engines.AssertEngines(0, [], behindX);
                }
            }
        }
    }

    [Theory]
    [InlineData(0xffff_ffff, 0)]
    [InlineData(0xffff_ffff, 1)]
    [InlineData(0xffff_fffe, 3)]
    [InlineData(0x8000_0000, 0x8000_0000)]
    [InlineData(1, 0xffff_ffff)]
    public void XPlusKDoesNotWrap(uint x, uint k)
    {
        foreach (var code in new[] { LoadWordIndexed, LoadHalfIndexed, LoadByteIndexed })
        {
            Assert.Equal(0u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadXLength), Do(code, k), Do(Return, 1))).Run(new byte[64], x));
            Assert.Equal(0u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadXImmediate, x), Do(code, k), Do(Return, 1))).Run(new byte[64], 0));
        }
    }

    [Theory]
    [InlineData(26)]
    public void AgreesOnArithmeticWithOperandsAtTheEdges(int seed)
    {
        // A and X come from the frame, so that nothing can be calculated at compile time; then the same with constants, so that all is.
        uint[] edges = [0, 1, 2, 31, 32, 33, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff];
        ushort[] operations = [AddX, SubtractX, MultiplyX, DivideX, ModuloX, OrX, AndX, XorX, ShiftLeftX, ShiftRightX, Negate];
        var frame = new byte[8];
        foreach (var operation in operations)
        {
            var fromFrame = new Engines(Verified(
                ValidatorProfile.Minix, Do(LoadWord, 4), Do(CopyAToX), Do(LoadWord, 0), Do(operation), Test(JumpIfEqual, 0, 0, 1), Do(Return, 77), Do(ReturnA)));
            foreach (var a in edges)
            {
                foreach (var x in edges)
                {
                    System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame, a);
                    System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), x);
                    fromFrame.Run(frame, 8, seed);
                    new Engines(Verified(
                        ValidatorProfile.Minix, Do(LoadXImmediate, x), Do(LoadImmediate, a), Do(operation), Test(JumpIfEqual, 0, 0, 1), Do(Return, 77), Do(ReturnA)))
                        .Run([], 0, seed);
                }
            }
        }
    }

    [Fact]
    public void AResultThatNobodyReadsStillRejects()
    {
        Assert.Equal(0u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadByte, 3), Do(Return, 1))).Run([1, 2, 3], 3));
        Assert.Equal(1u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadByte, 3), Do(Return, 1))).Run([1, 2, 3, 4], 4));
        Assert.Equal(0u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadXLength), Do(LoadByteIndexed, 0), Do(LoadXImmediate), Do(Return, 1))).Run([1], 1));
        Assert.Equal(0u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadXLength), Do(DivideX), Do(LoadImmediate, 4), Do(Return, 1))).Run([1], 0));
        Assert.Equal(0u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadXLength), Do(ShiftLeftX), Do(LoadImmediate, 4), Do(Return, 1))).Run([1], 32));
        Assert.Equal(1u, new Engines(Verified(ValidatorProfile.Minix, Do(LoadXLength), Do(ShiftLeftX), Do(LoadImmediate, 4), Do(Return, 1))).Run([1], 31));
    }
}

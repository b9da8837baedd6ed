using Bpf.Engine.Filter;
using Bpf.Engine.Filter.Jit;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Programs that are as long as code may be, and of the shapes that are hardest on a compiler: they compile, and are right.</summary>
public sealed class HostileProgramTests
{
    private static readonly Dictionary<string, Func<int, Instruction>> Shapes = new()
    {
        ["tests that all jump as far as they can"] = index => Test(JumpIfEqual, (uint)index, 255, 0),
        ["tests that jump everywhere"] = index => Test(JumpIfGreater, (uint)(index * 7919 % 65536), (byte)(index * 31 % 250), (byte)(index * 17 % 250)),
        ["loads by fixed offset, from the far to the near"] = index => Do(LoadByte, (uint)(5000 - index)),
        ["loads by fixed offset, from the near to the far"] = index => Do(LoadByte, (uint)index),
        ["loads behind X, each giving the next X"] = index => index % 2 == 0 ? Do(LoadByteIndexed, (uint)(index % 64)) : Do(CopyAToX),
        ["scratch words mixed with each other"] = index => (index % 4) switch
        {
            0 => Do(LoadScratch, (uint)(index * 7 % 16)),
            1 => Do(LoadXScratch, (uint)(index * 5 % 16)),
            2 => Do(index % 3 == 0 ? MultiplyX : XorX),
            _ => Do(Store, (uint)(index * 3 % 16)),
        },
        ["divisions"] = index => index % 2 == 0 ? Do(DivideX) : Do(Add, 0x7fff_ffff),
        ["one long sum"] = _ => Do(AddX),
        ["header lengths and tests"] = index => index % 3 == 0 ? Do(LoadXHeaderLength, (uint)(index % 40)) : index % 3 == 1 ? Do(LoadHalfIndexed, 4) : Test(JumpIfSet, (uint)index, 9, 0),
        ["jumps in a row"] = _ => Do(Jump, 0),
        ["returns that nothing skips but a test"] = index => index % 2 == 0 ? Test(JumpIfEqual, (uint)index, 0, 1) : Do(Return, (uint)index),
    };

    public static TheoryData<string> ShapeNames => [.. Shapes.Keys];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void CompileAndAreRight(string name)
    {
        const int Seed = 31;
        var length = CodeCache.MaxInstructions;
        // Room at the end for the farthest jump, and A and X from the frame, so that little is known.
        const int Tail = 257;
        Instruction[] program =
        [
            Do(LoadByte, 1), Do(CopyAToX), Do(LoadHalf, 0),
            .. Enumerable.Range(0, length - 3 - Tail).Select(Shapes[name]),
            .. Enumerable.Repeat(Do(Add, 3), Tail - 1), Do(ReturnA),
        ];
        Assert.Equal(length, program.Length);
        // Scratch words are read before they are written, which this profile allows.
        var engines = new Engines(Verified(ValidatorProfile.OpenBsd, program));
        var random = new Random(Seed);
        using var memory = new GuardedFrame(8192);
        foreach (var frameLength in new[] { 0, 1, 2, 3, 40, 66, 300, 4000, 5001, 6000, 8000 })
            engines.Run(memory.AtTheEnd(RandomFrame(random, frameLength)), 1500, Seed);
        for (var round = 0; round < 10; round++)
        {
            var frame = new byte[8000];
            random.NextBytes(frame);
            engines.Run(memory.AtTheEnd(frame), 1500, Seed);
        }
    }
}

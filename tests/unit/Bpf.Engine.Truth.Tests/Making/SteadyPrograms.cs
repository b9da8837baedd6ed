using Bpf.Engine.Filter;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>
/// Programs that run far: of instructions drawn at random, nearly all end early, at a load outside the frame or a division by 0, and their
/// verdict says nothing of what came before. Here most operands suit, and the end folds X and scratch into A, which is the verdict; so a
/// register that is wrong anywhere shows.
/// </summary>
internal static class SteadyPrograms
{
    private const int LoadsReach = 60;

    private static readonly uint[] Edges =
    [
        0, 1, 2, 3, 4, 5, 15, 16, 31, 32, 33, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x1_0000, 0x7fff_ffff, 0x8000_0000,
        0xfffe_ffff, 0xffff_f000, 0xffff_fffb, 0xffff_fffc, 0xffff_fffd, 0xffff_fffe, 0xffff_ffff,
    ];

    /// <summary>A program that both profiles accept.</summary>
    /// <param name="random">Where choices come from.</param>
    /// <param name="length">Instructions between the start and the end, about.</param>
    public static Instruction[] Make(SeededRandom random, int length)
    {
        var words = random.Next(4);
        var program = new List<Instruction>();
        if (random.Next(4) != 0) program.Add(Do(LoadXImmediate, Constant(random)));
        for (var word = 0; word < words; word++)
        {
            program.Add(random.OnceIn(2) ? Do(LoadImmediate, Constant(random)) : Do(LoadByte, (uint)random.Next(16)));
            program.Add(Do(Store, Word(random, word)));
        }

        while (program.Count < length) Step(program, random, words);
        for (var word = 0; word < words; word++)
        {
            if (random.OnceIn(2)) program.AddRange([Do(AddX), Do(LoadXScratch, Word(random, word)), Do(XorX)]);
        }

        // Both ways out of a test may skip into this, so it must not be shorter than the longest skip.
        program.AddRange([Do(AddX), Do(XorX), Do(AddX)]);
        program.Add(random.OnceIn(8) ? Do(Return, Constant(random)) : Do(ReturnA));
        return [.. program];
    }

    /// <summary>A constant near the edges of the number range, or any.</summary>
    public static uint Constant(SeededRandom random) => random.Next(3) switch
    {
        0 => random.Of<uint>(Edges),
        1 => (uint)random.Next(256),
        _ => (uint)random.NextInt64(1L << 32),
    };

    /// <summary>Scratch words are numbered from both ends, so that M[0] and M[15] are both used.</summary>
    private static uint Word(SeededRandom random, int word) => word == 0 ? 15u : (uint)word - 1;

    private static uint Offset(SeededRandom random) =>
        random.OnceIn(40) ? random.Of<uint>(Edges) : (uint)random.Next(random.OnceIn(8) ? LoadsReach : 20);

    private static void Step(List<Instruction> program, SeededRandom random, int words)
    {
        var code = Opcodes[random.Next(Opcodes.Length)];
        switch (code)
        {
            case Return or ReturnA:
                // Behind a test, or it would cut off the rest.
                if (!random.OnceIn(4)) return;
                program.Add(Test(random.OnceIn(2) ? JumpIfEqual : JumpIfGreater, random.Of<uint>(Edges), (byte)random.Next(2), 1));
                program.Add(Do(code, Constant(random)));
                return;
            case LoadWord or LoadHalf or LoadByte or LoadXHeaderLength:
                program.Add(Do(code, Offset(random)));
                return;
            case LoadWordIndexed or LoadHalfIndexed or LoadByteIndexed:
                if (!random.OnceIn(12)) program.Add(Do(LoadXImmediate, (uint)random.Next(16)));
                else if (random.OnceIn(2)) program.Add(Do(LoadXImmediate, random.Of<uint>(Edges)));
                program.Add(Do(code, Offset(random)));
                return;
            case LoadScratch or LoadXScratch:
                if (words > 0) program.Add(Do(code, Word(random, random.Next(words))));
                return;
            case Store or StoreX:
                program.Add(Do(code, random.OnceIn(2) || words == 0 ? (uint)random.Next(16) : Word(random, random.Next(words))));
                return;
            case DivideX or ModuloX:
                if (!random.OnceIn(20)) program.Add(Do(LoadXImmediate, Math.Max(1, Constant(random))));
                program.Add(Do(code));
                return;
            case ShiftLeftX or ShiftRightX:
                if (!random.OnceIn(30)) program.Add(Do(LoadXImmediate, (uint)(random.OnceIn(12) ? 31 + random.Next(3) : random.Next(32))));
                program.Add(Do(code));
                return;
            case Divide or Modulo:
                program.Add(Do(code, Math.Max(1, Constant(random))));
                return;
            case ShiftLeft or ShiftRight:
                program.Add(Do(code, (uint)(random.OnceIn(4) ? random.Of(0, 1, 31, 31) : random.Next(32))));
                return;
            case Jump:
                program.Add(Do(code, (uint)random.Next(3)));
                return;
            case JumpIfEqual or JumpIfEqualX or JumpIfGreater or JumpIfGreaterX or JumpIfGreaterOrEqual or JumpIfGreaterOrEqualX or JumpIfSet or JumpIfSetX:
                // Equality with what was loaded is rare by chance: half of the time A is made small, or equal to X, first.
                if (random.OnceIn(3)) program.Add(Do(And, (uint)random.Next(4)));
                else if (random.OnceIn(3)) program.Add(Do(CopyAToX));
                program.Add(Test(code, random.OnceIn(2) ? (uint)random.Next(4) : Constant(random), (byte)random.Next(4), (byte)random.Next(4)));
                return;
            default:
                program.Add(Do(code, Constant(random)));
                return;
        }
    }
}

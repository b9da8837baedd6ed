using System.Reflection;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Short ways to write programs down, to make random ones, and to print one beside the bytes it failed on.</summary>
internal static class Programs
{
    /// <summary>The 49 opcodes, from the constants that name them.</summary>
    public static readonly ushort[] Opcodes =
        [.. typeof(Opcode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (ushort)field.GetRawConstantValue()!)];

    private static readonly uint[] EdgeConstants =
        [0, 1, 2, 3, 4, 5, 13, 14, 15, 16, 20, 31, 32, 33, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_fffc, 0xffff_fffe, 0xffff_ffff];

    /// <summary>An instruction that does not jump.</summary>
    public static Instruction Do(ushort code, uint k = 0) => new(code, 0, 0, k);

    /// <summary>A test.</summary>
    public static Instruction Test(ushort code, uint k, byte jumpTrue, byte jumpFalse) => new(code, jumpTrue, jumpFalse, k);

    /// <summary>A program that must pass the validator.</summary>
    public static FilterProgram Verified(ValidatorProfile profile, params Instruction[] instructions)
    {
        Assert.True(
            FilterProgram.TryCreate(instructions, Validator.InstructionCeiling, profile, out var program, out var error), error.ToString());
        return program;
    }

    /// <summary>A program that often passes the validator: jumps stay inside, the last instruction returns, constants love the edges.</summary>
    public static Instruction[] Random(Random random, int maxLength)
    {
        var program = new Instruction[random.Next(1, maxLength + 1)];
        for (var index = 0; index < program.Length - 1; index++)
        {
            var code = Opcodes[random.Next(Opcodes.Length)];
            // Of all instructions in the middle, returns and jumps would end most programs early.
            if (code is Opcode.Return or Opcode.ReturnA && random.Next(4) != 0) code = Opcode.LoadByte;
            var room = program.Length - index - 2;
            program[index] = new Instruction(code, Jump(room), Jump(room), Constant(code, room));
        }

        program[^1] = random.Next(2) == 0 ? Do(Opcode.ReturnA) : Do(Opcode.Return, Constant(Opcode.Return, 0));
        return program;

        byte Jump(int room) => (byte)(random.Next(3) == 0 ? random.Next(Math.Min(room, 255) + 1) : Math.Min(random.Next(3), room));

        uint Constant(ushort code, int room) => code switch
        {
            Opcode.Jump => (uint)random.Next(Math.Min(room, 3) + 1),
            Opcode.Store or Opcode.StoreX or Opcode.LoadScratch or Opcode.LoadXScratch => (uint)random.Next(random.Next(20) == 0 ? 17 : 3),
            Opcode.ShiftLeft or Opcode.ShiftRight => (uint)random.Next(random.Next(20) == 0 ? 40 : 32),
            Opcode.LoadWord or Opcode.LoadHalf or Opcode.LoadByte or Opcode.LoadXHeaderLength => Small(),
            Opcode.LoadWordIndexed or Opcode.LoadHalfIndexed or Opcode.LoadByteIndexed => Small(),
            _ => random.Next(2) == 0 ? Small() : (uint)random.NextInt64(1L << 32),
        };

        // Offsets around the ends of small frames, and now and then around the ends of the number range.
        uint Small() => random.Next(5) == 0 ? EdgeConstants[random.Next(EdgeConstants.Length)] : (uint)random.Next(40);
    }

    /// <summary>
    /// A program as filters are, but wild: loads near the end of a frame of 40 bytes, by fixed offset and behind X, tests for what
    /// <see cref="RandomFrame"/> likes to put there, jumps to shared ends, scratch words that are written first. Always verified by both profiles.
    /// </summary>
    public static Instruction[] RandomFilter(Random random, int maxLength)
    {
        var program = new List<Instruction> { Do(Opcode.Store, 0), Do(Opcode.StoreX, 1) };
        var length = random.Next(3, maxLength);
        while (program.Count < length)
        {
            var room = length - program.Count - 1;
            program.Add(random.Next(20) switch
            {
                < 5 => Do(Pick([Opcode.LoadWord, Opcode.LoadHalf, Opcode.LoadByte]), Offset()),
                < 8 => Do(Pick([Opcode.LoadWordIndexed, Opcode.LoadHalfIndexed, Opcode.LoadByteIndexed]), (uint)random.Next(24)),
                8 => Do(Opcode.LoadXHeaderLength, Offset()),
                9 => Do(Pick([Opcode.CopyAToX, Opcode.CopyXToA])),
                10 => Do(Pick([Opcode.Store, Opcode.StoreX, Opcode.LoadScratch, Opcode.LoadXScratch]), (uint)random.Next(2)),
                11 => Do(Pick([Opcode.And, Opcode.Modulo]), Pick([7u, 15u, 0xff00u, 0xffff_0000u])),
                12 => Do(Pick([Opcode.AddX, Opcode.SubtractX, Opcode.DivideX, Opcode.ModuloX, Opcode.ShiftLeftX, Opcode.ShiftRightX, Opcode.OrX, Opcode.XorX])),
                13 => Do(Pick([Opcode.LoadImmediate, Opcode.LoadXImmediate]), (uint)random.Next(40)),
                14 when random.Next(3) == 0 => random.Next(2) == 0 ? Do(Opcode.ReturnA) : Do(Opcode.Return, (uint)random.Next(3)),
                14 => Test(Pick([Opcode.JumpIfEqualX, Opcode.JumpIfGreaterX, Opcode.JumpIfSetX]), 0, Jump(room), Jump(room)),
                _ => Test(
                    Pick([Opcode.JumpIfEqual, Opcode.JumpIfEqual, Opcode.JumpIfGreater, Opcode.JumpIfGreaterOrEqual, Opcode.JumpIfSet]),
                    Pick([0u, 0u, 0xffu, 0xffffu, 0xff00u, 0xffff_ffffu, 0x7fffu, 3u]), Jump(room), Jump(room)),
            });
        }

        program.Add(Pick([Do(Opcode.Return, 1), Do(Opcode.ReturnA), Do(Opcode.Return, 0)]));
        return [.. program];

        T Pick<T>(T[] from) => from[random.Next(from.Length)];

        uint Offset() => (uint)(random.Next(3) == 0 ? random.Next(28, 42) : random.Next(16));

        byte Jump(int room) => (byte)(random.Next(3) switch { 0 => 0, 1 => random.Next(Math.Min(4, room + 1)), _ => random.Next(Math.Min(room, 255) + 1) });
    }

    /// <summary>A frame of 0 to <paramref name="maxLength"/> bytes, half of them 0 or 0xff.</summary>
    public static byte[] RandomFrame(Random random, int maxLength)
    {
        var frame = new byte[random.Next(maxLength + 1)];
        random.NextBytes(frame);
        for (var index = 0; index < frame.Length; index++)
        {
            if (random.Next(2) == 0) frame[index] = (byte)(random.Next(2) == 0 ? 0 : 0xff);
        }

        return frame;
    }

    /// <summary>What is needed to run the same case again.</summary>
    public static string Describe(int seed, ReadOnlySpan<Instruction> program, byte[] frame, uint wireLength) =>
        $"seed {seed}, wire length {wireLength}, frame {Convert.ToHexString(frame)}\n{Disassembler.Format(program)}";
}

using System.Globalization;
using Bpf.Engine.Filter;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>Texts become the instructions that they show; what is no program is answered with the place and with what is allowed.</summary>
public sealed class AssemblerTests
{
    private const int RandomPrograms = 20_000;
    private const int HostileTexts = 200_000;

    private static readonly uint[] Constants = [0, 1, 12, 0x800, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff];

    public static TheoryData<string, int, int, string> Mistakes => new()
    {
        { "ldq [3]", 1, 1, "\"ldq\" is no instruction; there are ld, ldh, ldb, " },
        { "ld [0]\n\n  lhd [3]", 3, 3, "\"lhd\" is no instruction" },
        { "ldh #3", 1, 5, "\"ldh\" takes [k] or [x + k], not \"#3\"" },
        { "tax #3", 1, 5, "\"tax\" takes nothing, not \"#3\"" },
        { "ldh foo", 1, 5, "\"ldh\" takes [k] or [x + k], not \"foo\"" },
        { "ldx [0]", 1, 5, "\"ldx\" takes M[k] or #pktlen or #k, not \"[0]\"" },
        { "ldxb 4([0]&0xf)", 1, 6, "\"ldxb\" takes 4*([k]&0xf), not \"4([0]&0xf)\"" },
        { "ja #0", 1, 4, "\"ja\" takes the number of an instruction, not \"#0\"" },
        { "st", 1, 3, "\"st\" takes M[k], not the end of the line" },
        { "(001) ret #0", 1, 2, "the line is numbered 1, but holds instruction 0" },
        { "(000) ret #0 x", 1, 14, "\"x\" follows where the line should end" },
        { "ld [vlan_tci]", 1, 5, "\"vlan_tci]\" is no offset; loads take bytes of the frame" },
        { "ld [x - 3]", 1, 7, "\"-\" stands where + belongs" },
        { "ld [3", 1, 6, "the end of the line stands where ] belongs" },
        { "ld #4294967296", 1, 5, "\"4294967296\" is no number from -2147483648 to 4294967295" },
        { "ld #-", 1, 5, "\"-\" is no number" },
        { "ld #0x", 1, 5, "\"0x\" is no number" },
        { "ld #1e3", 1, 5, "\"1e3\" is no number" },
        { "jeq #1 jt 3", 1, 12, "the end of the line stands where \"jf\"" },
        { "jeq #1", 1, 7, "the end of the line stands where \"jt\"" },
        { "ret #1\njeq #1 jt 1 jf 2", 2, 11, "\"1\" is no number from 2 to 257" },
        { "jeq x jt 1 jf 257", 1, 15, "\"257\" is no number from 1 to 256" },
        { "unimp 0x28", 1, 7, "0x28 is an instruction" },
        { "unimp 0x10000", 1, 7, "\"0x10000\" is no number from 0 to 65535" },
        { "\u0007ld \u202e", 1, 1, "\"?ld\" is no instruction" },
        { "{ 0x6, 0, 0 }", 1, 13, "\"}\" stands where , belongs" },
        { "{ 0x6, 256, 0, 0 },", 1, 8, "\"256,\" is no number from 0 to 255" },
        { "1\n6 0 0", 2, 6, "the end of the line is no number" },
        { "0", 1, 1, "\"0\" is no number from 1 to 4096" },
        { "2\n6 0 0 0", 0, 0, "the first line announces 2 instructions, 1 follow" },
        { "", 0, 0, "there is no instruction" },
        { " \r\n\t\n", 0, 0, "there is no instruction" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void NamesThePlaceAndWhatIsAllowed(string text, int line, int column, string message)
    {
        Assert.False(Assembler.TryAssemble(text, out var instructions, out var error));

        Assert.Null(instructions);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.EndsWith(error.Message, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ReadsBackEveryInstruction()
    {
        foreach (var code in Opcodes)
        {
            foreach (var k in Constants)
            {
                foreach (var (jumpTrue, jumpFalse) in new (byte, byte)[] { (0, 0), (3, 255), (9, 1) })
                {
                    Instruction[] program = [Do(Opcode.Return), Canonical(new Instruction(code, jumpTrue, jumpFalse, k))];

                    Assert.Equal(program, Assemble(Disassembler.Format(program)));
                }
            }
        }
    }

    [Theory]
    [InlineData(61)]
    public void ReadsBackEveryForm(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < RandomPrograms; round++)
        {
            var program = Hostile(random);
            Instruction[] shown = [.. program.Select(Canonical)];

            // A listing shows only what an instruction uses; the other two forms show every field.
            AssertSame(seed, shown, Disassembler.Format(program));
            AssertSame(seed, program, string.Join('\n', program.Select(step => string.Create(
                CultureInfo.InvariantCulture, $"{{ 0x{step.Code:x}, {step.JumpTrue}, {step.JumpFalse}, 0x{step.K:x8} }},"))));
            AssertSame(seed, program, string.Join('\n', program
                .Select(step => string.Create(CultureInfo.InvariantCulture, $"{step.Code} {step.JumpTrue} {step.JumpFalse} {step.K}"))
                .Prepend(program.Length.ToString(CultureInfo.InvariantCulture))));
        }
    }

    [Fact]
    public void BlanksNumbersAndLineEndsAreFree()
    {
        Instruction[] program = [Do(Opcode.LoadHalf, 12), Test(Opcode.JumpIfEqual, 0x800, 0, 1), Do(Opcode.Return, uint.MaxValue), Do(Opcode.Return)];

        Assert.Equal(program, Assemble("\r\n ldh[ 0xC ]\r\njeq #2048 jt 2 jf 3\r\n\r\nret #0xffffffff\r\n(3)ret\t# 0 \r\n"));
    }

    [Fact]
    public void TheLongestProgramFitsAndOneMoreInstructionDoesNot()
    {
        Instruction[] program = [.. Enumerable.Repeat(Test(Opcode.JumpIfGreaterOrEqual, uint.MaxValue, 255, 255), Validator.InstructionCeiling)];
        var text = Disassembler.Format(program);

        Assert.InRange(text.Length, 1, Assembler.MaxTextLength);
        Assert.Equal(program, Assemble(text));
        Assert.False(Assembler.TryAssemble($"{text}\nret", out _, out var error));
        Assert.Equal((Validator.InstructionCeiling + 1, "the program has more than 4096 instructions"), (error.Line, error.Message));
        Assert.False(Assembler.TryAssemble(new string('\n', Assembler.MaxTextLength + 1), out _, out error));
        Assert.Equal("the text has 262145 characters; at most 262144 are allowed", error.Message);
    }

    [Fact]
    public void ABackwardJumpCanBeWrittenAndIsThenRefusedByName()
    {
        var program = Assemble("(000) ld #0\n(001) ja 0\n(002) ret #1");

        Assert.Equal(Do(Opcode.Jump, unchecked((uint)-2)), program[1]);
        Assert.False(Validator.Validate(program, 512, ValidatorProfile.Minix, out var error));
        Assert.Equal((ValidationViolation.JumpOutside, 1), (error.Violation, error.InstructionIndex));
    }

    [Theory]
    [InlineData(62)]
    public void AnyTextIsAnsweredWithAProgramOrWithAShortPrintableError(int seed)
    {
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < HostileTexts; round++)
        {
            var text = HostileText(random);
            if (Assembler.TryAssemble(text, out var program, out var error))
            {
                // Whatever it is, what was read prints and reads back.
                AssertSame(seed, [.. program.Select(Canonical)], Disassembler.Format(program));
                continue;
            }

            refused++;
            var lines = text.AsSpan().Count('\n') + text.AsSpan().Count('\r') + 8;
            Assert.InRange(error.Line, 0, lines);
            Assert.InRange(error.Column, 0, text.Length + 1);
            Assert.InRange(error.Message.Length, 1, 300);
            Assert.DoesNotContain(error.Message, character => char.IsControl(character) || (character > '~' && character != '…'));
        }

        Assert.InRange(refused, HostileTexts / 4, HostileTexts - (HostileTexts / 100));
    }

    private static Instruction[] Assemble(string text)
    {
        Assert.True(Assembler.TryAssemble(text, out var instructions, out var error), $"{error}\n{text}");
        return instructions;
    }

    private static void AssertSame(int seed, Instruction[] expected, string text)
    {
        if (!Assembler.TryAssemble(text, out var actual, out var error)) Assert.Fail($"seed {seed}: {error}\n{text}");
        if (!expected.AsSpan().SequenceEqual(actual)) Assert.Fail($"seed {seed}, read as\n{Disassembler.Format(actual)}\nfrom\n{text}");
    }

    /// <summary>The instruction as a listing shows it: fields that it does not use are 0.</summary>
    private static Instruction Canonical(Instruction instruction)
    {
        if (!Opcodes.Contains(instruction.Code)) return new Instruction(instruction.Code, 0, 0, 0);
        var branches = (instruction.Code & 0x07) == 0x05 && instruction.Code != Opcode.Jump;
        var usesK = instruction.Code is not (Opcode.LoadLength or Opcode.LoadXLength or Opcode.Negate or Opcode.ReturnA or Opcode.CopyAToX or Opcode.CopyXToA)
            && ((instruction.Code & 0x07) is not (0x04 or 0x05) || (instruction.Code & 0x08) == 0);
        return new Instruction(
            instruction.Code,
            branches ? instruction.JumpTrue : (byte)0,
            branches ? instruction.JumpFalse : (byte)0,
            usesK ? instruction.K : 0);
    }

    /// <summary>Instructions of any bits, valid or not.</summary>
    private static Instruction[] Hostile(Random random)
    {
        var program = new Instruction[random.Next(1, 20)];
        for (var index = 0; index < program.Length; index++)
        {
            var code = random.Next(8) == 0 ? (ushort)random.Next(65536) : Opcodes[random.Next(Opcodes.Length)];
            var k = random.Next(2) == 0 ? (uint)random.NextInt64(1L << 32) : (uint)random.Next(-3, 40);
            program[index] = new Instruction(code, (byte)random.Next(256), (byte)random.Next(256), k);
        }

        return program;
    }

    /// <summary>A correct text with some characters exchanged, lost or doubled; or any characters.</summary>
    private static string HostileText(Random random)
    {
        const string Likely = "()[]{}#xM+-*&,4 \t\r\n0123456789abcdefjtld.\0\u0085\u2028\ud800é";
        if (random.Next(4) == 0) return string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Character()));
        var text = Disassembler.Format(Hostile(random)).ToList();
        if (random.Next(3) == 0) text = [.. "{ 0x28, 0, 0, 0x0000000c },\n{ 0x6, 0, 0, 0x00040000 },"];
        else if (random.Next(3) == 0) text = [.. "2\n40 0 0 12\n6 0 0 262144"];
        for (var change = random.Next(4); change > 0 && text.Count > 0; change--)
        {
            var at = random.Next(text.Count);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = Character();
                    break;
                case 1:
                    text.RemoveAt(at);
                    break;
                case 2:
                    text.Insert(at, Character());
                    break;
                default:
                    text.RemoveRange(at, random.Next(text.Count - at));
                    break;
            }
        }

        return string.Concat(text);

        char Character() => random.Next(8) == 0 ? (char)random.Next(0x10000) : Likely[random.Next(Likely.Length)];
    }
}

using static Bpf.Engine.Filter.OpcodeTraits;
using static Bpf.Engine.Filter.ValidationViolation;

namespace Bpf.Engine.Filter;

/// <summary>
/// Proves that a program ends and never leaves its frame or its scratch memory [VM-5].
///
/// Jumps only go forward, so the instructions in order are already an order in which every instruction comes after all that lead to it:
/// one pass is a whole data-flow analysis. The pass carries, for each instruction, the set of scratch words that every path to it has
/// written; a join keeps what both sides wrote. Loads need no proof: the engines check each against the bytes present.
/// Pure, and safe on any thread.
/// </summary>
public static class Validator
{
    /// <summary>No limit may be set above this; it bounds the stack that a check needs (4 bytes an instruction).</summary>
    public const int InstructionCeiling = 4096;

    /// <summary>The limit that BSD kernels set (BPF_MAXINSNS).</summary>
    public const int DefaultMaxInstructions = 512;

    /// <summary>Written-set of an instruction that no path has reached so far; a real set has 16 bits.</summary>
    private const int Unreached = -1;

    /// <summary>
    /// Checks <paramref name="instructions"/>; false with the first instruction that breaks a rule in <paramref name="error"/>.
    /// <paramref name="maxInstructions"/> is between 1 and <see cref="InstructionCeiling"/>, anything else throws.
    /// </summary>
    public static bool Validate(
        ReadOnlySpan<Instruction> instructions, int maxInstructions, ValidatorProfile profile, out ValidationError error)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxInstructions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxInstructions, InstructionCeiling);

        if (instructions.IsEmpty)
            return Fail(out error, Empty, null, "the program has no instruction; it needs at least one, a return");
        if (instructions.Length > maxInstructions)
        {
            return Fail(out error, TooLong, null,
                $"the program has {instructions.Length} instructions; at most {maxInstructions} are allowed", "IOCTL-5");
        }

        var follows = profile == ValidatorProfile.Minix;
        Span<int> written = stackalloc int[instructions.Length];
        written.Fill(follows ? Unreached : 0);
        written[0] = 0;

        for (var index = 0; index < instructions.Length; index++)
        {
            if (written[index] == Unreached) continue;
            ref readonly var instruction = ref instructions[index];
            var traits = OpcodeTable.Of(instruction.Code);
            if (!CheckOperands(instruction, traits, index, profile, out error)) return false;

            var set = written[index];
            if (follows && traits.HasFlag(ReadsScratch) && (set >> (int)instruction.K & 1) == 0)
            {
                return Fail(out error, UnwrittenScratch, index,
                    $"instruction {index} reads scratch word M[{instruction.K}], which some path to it has not written");
            }

            if (traits.HasFlag(WritesScratch)) set |= 1 << (int)instruction.K;
            if (!CheckSuccessors(instruction, traits, index, set, written, out error)) return false;
        }

        error = default;
        return true;
    }

    private static bool CheckOperands(
        in Instruction instruction, OpcodeTraits traits, int index, ValidatorProfile profile, out ValidationError error)
    {
        var k = instruction.K;
        if (traits == OpcodeTraits.None)
            return Fail(out error, UnknownOpcode, index, $"instruction {index} has the code 0x{instruction.Code:x}, which is no instruction");
        if ((traits & (ReadsScratch | WritesScratch)) != 0 && k >= OpcodeTable.ScratchWords)
        {
            return Fail(out error, ScratchIndex, index,
                $"instruction {index} uses scratch word M[{k}]; there are M[0] to M[{OpcodeTable.ScratchWords - 1}]");
        }

        if (traits.HasFlag(DividesByConstant) && k == 0)
            return Fail(out error, DivisionByZero, index, $"instruction {index} divides by the constant 0");
        if (traits.HasFlag(ShiftsByConstant) && k >= OpcodeTable.RegisterBits && profile == ValidatorProfile.Minix)
        {
            return Fail(out error, ShiftTooWide, index,
                $"instruction {index} shifts by {k} bits; at most {OpcodeTable.RegisterBits - 1} are allowed");
        }

        error = default;
        return true;
    }

    private static bool CheckSuccessors(
        in Instruction instruction, OpcodeTraits traits, int index, int set, Span<int> written, out ValidationError error)
    {
        error = default;
        if (traits.HasFlag(Returns)) return true;
        if (instruction.Code == Opcode.Jump)
        {
            // A backward jump is a k of nearly 2^32 and falls to the same test: 64 bits cannot wrap.
            var target = index + 1L + instruction.K;
            if (target >= written.Length) return FailJump(out error, index, target);
            Join(ref written[(int)target], set);
            return true;
        }

        if (traits.HasFlag(Branches))
        {
            var whenTrue = index + 1 + instruction.JumpTrue;
            var whenFalse = index + 1 + instruction.JumpFalse;
            var farther = Math.Max(whenTrue, whenFalse);
            if (farther >= written.Length) return FailJump(out error, index, farther);
            Join(ref written[whenTrue], set);
            Join(ref written[whenFalse], set);
            return true;
        }

        if (index + 1 >= written.Length)
            return Fail(out error, RunsOffTheEnd, index, $"instruction {index} is the last one and does not return");
        Join(ref written[index + 1], set);
        return true;
    }

    private static void Join(ref int written, int set) => written = written == Unreached ? set : written & set;

    private static bool FailJump(out ValidationError error, int index, long target) => Fail(
        out error, JumpOutside, index,
        target > int.MaxValue
            ? $"instruction {index} jumps backwards or far outside; jumps go forward, to an instruction of the program"
            : $"instruction {index} jumps to {target}, past the last instruction");

    private static bool Fail(
        out ValidationError error, ValidationViolation violation, int? index, string sentence, string rule = "VM-5")
    {
        error = new ValidationError(violation, index, rule, sentence);
        return false;
    }
}

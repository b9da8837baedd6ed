namespace Bpf.Engine.Filter;

/// <summary>
/// Two programs as one: what the guard rejects is rejected, and of what it accepts the other decides, up to a number of bytes.
/// <code>
///   guard     ... ret #0 stays; any other return becomes a jump to "clean"
///   clean     A, X and the scratch words that the guard wrote are 0 again, as at the start of every program
///   program   ret #k becomes ret #min(k, most); ret a becomes a jump to "limit"
///   limit     jgt #most ? ret #most : ret a
/// </code>
/// The programs are joined and not their expressions: an expression can change what stands beside it (after "vlan" every later condition
/// looks four bytes further on), a finished program cannot.
/// </summary>
public static class GuardedProgram
{
    /// <summary>
    /// Joins <paramref name="guard"/> and <paramref name="program"/>, each null for "accept whole". False when the result would have more
    /// than <see cref="Validator.InstructionCeiling"/> instructions.
    /// </summary>
    /// <param name="guard">A program whose returns are constants, as every compiled expression's are; another throws.</param>
    /// <param name="program">Decides about what the guard accepts.</param>
    /// <param name="snapLength">The result accepts no more bytes of a frame than this; at least 1.</param>
    /// <param name="composed">Null when everything is accepted whole.</param>
    public static bool TryCompose(FilterProgram? guard, FilterProgram? program, uint snapLength, out FilterProgram? composed)
    {
        ArgumentOutOfRangeException.ThrowIfZero(snapLength);
        composed = program;
        if (guard is null && snapLength == FilterProgram.AcceptWhole) return true;

        List<Instruction> result = [];
        AppendGuard(result, guard);
        AppendLimited(result, program, snapLength);
        return FilterProgram.TryCreate([.. result], Validator.InstructionCeiling, program?.Profile ?? ValidatorProfile.Minix, out composed, out _);
    }

    private static void AppendGuard(List<Instruction> result, FilterProgram? guard)
    {
        if (guard is null) return;
        var instructions = guard.Instructions;
        HashSet<uint> scratch = [];
        for (var index = 0; index < instructions.Length; index++)
        {
            var instruction = instructions[index];
            if (instruction.Code is Opcode.Store or Opcode.StoreX) scratch.Add(instruction.K);
            if (instruction.Code == Opcode.ReturnA) throw new ArgumentException("A guard returns constants.", nameof(guard));
            result.Add(instruction is { Code: Opcode.Return, K: not 0 }
                ? new Instruction(Opcode.Jump, 0, 0, (uint)(instructions.Length - index - 1))
                : instruction);
        }

        result.Add(new Instruction(Opcode.LoadImmediate, 0, 0, 0));
        result.Add(new Instruction(Opcode.LoadXImmediate, 0, 0, 0));
        foreach (var word in scratch.Order()) result.Add(new Instruction(Opcode.Store, 0, 0, word));
    }

    private static void AppendLimited(List<Instruction> result, FilterProgram? program, uint snapLength)
    {
        if (program is null)
        {
            result.Add(new Instruction(Opcode.Return, 0, 0, snapLength));
            return;
        }

        var instructions = program.Instructions;
        var usesLimit = false;
        for (var index = 0; index < instructions.Length; index++)
        {
            var instruction = instructions[index];
            usesLimit |= instruction.Code == Opcode.ReturnA;
            result.Add(instruction.Code switch
            {
                Opcode.Return => instruction with { K = Math.Min(instruction.K, snapLength) },
                Opcode.ReturnA => new Instruction(Opcode.Jump, 0, 0, (uint)(instructions.Length - index - 1)),
                _ => instruction,
            });
        }

        if (!usesLimit) return;
        result.Add(new Instruction(Opcode.JumpIfGreater, 0, 1, snapLength));
        result.Add(new Instruction(Opcode.Return, 0, 0, snapLength));
        result.Add(new Instruction(Opcode.ReturnA, 0, 0, 0));
    }
}

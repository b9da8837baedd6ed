using System.Diagnostics.CodeAnalysis;

namespace Bpf.Engine.Filter;

/// <summary>
/// A verified, immutable filter program. It can only be made through verification, so holding one is the proof that every engine may
/// run it without leaving the frame, looping or throwing. Shared freely between devices and threads.
/// </summary>
public sealed partial class FilterProgram
{
    /// <summary>What a null program answers: accept the frame whole [VM-4].</summary>
    public const uint AcceptWhole = 0xFFFFFFFF;

    private readonly Instruction[] instructions;
    private readonly Step[] steps;

    private FilterProgram(Instruction[] instructions, ValidatorProfile profile)
    {
        this.instructions = instructions;
        steps = Array.ConvertAll(instructions, OpcodeTable.ToStep);
        Profile = profile;
    }

    /// <summary>The program's instructions, in order.</summary>
    public ReadOnlySpan<Instruction> Instructions => instructions;

    /// <summary>The same instructions as the interpreter runs them; never empty.</summary>
    internal Step[] Steps => steps;

    /// <summary>The rules that the program was verified against.</summary>
    public ValidatorProfile Profile { get; }

    /// <summary>
    /// Verifies <paramref name="instructions"/> and makes a program of a copy of them, so that what the caller does to its memory later
    /// changes nothing. False with the rule and the instruction that breaks it in <paramref name="error"/> [VM-5].
    /// </summary>
    /// <param name="instructions">The program as a caller of BIOCSETF hands it over; need not be trusted.</param>
    /// <param name="maxInstructions">1 to <see cref="Validator.InstructionCeiling"/>; anything else throws.</param>
    /// <param name="profile">Whose rules to apply.</param>
    /// <param name="program">The program, or null.</param>
    /// <param name="error">What is wrong, or the default value.</param>
    public static bool TryCreate(
        ReadOnlySpan<Instruction> instructions,
        int maxInstructions,
        ValidatorProfile profile,
        [NotNullWhen(true)] out FilterProgram? program,
        out ValidationError error)
    {
        program = null;
        // The length is checked before the copy, so that a huge program costs nothing; the copy is what gets verified, so that a caller
        // who changes its memory meanwhile gains nothing.
        if (instructions.Length > maxInstructions) return Validator.Validate(instructions, maxInstructions, profile, out error);
        var copy = instructions.ToArray();
        if (!Validator.Validate(copy, maxInstructions, profile, out error)) return false;
        program = new FilterProgram(copy, profile);
        return true;
    }
}

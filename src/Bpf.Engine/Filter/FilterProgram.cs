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

    private FilterProgram(Instruction[] instructions) => this.instructions = instructions;

    /// <summary>The program's instructions, in order.</summary>
    public ReadOnlySpan<Instruction> Instructions => instructions;
}

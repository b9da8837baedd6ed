namespace Bpf.Engine.Filter;

/// <summary>Why a program was refused. The default value means that it was not.</summary>
/// <param name="Violation">What is broken.</param>
/// <param name="InstructionIndex">The instruction that breaks it, from 0; null when the program as a whole does.</param>
/// <param name="Rule">The rule's name in the device's specification, as <c>VM-5</c>.</param>
/// <param name="Sentence">What is wrong and what is allowed, for a person.</param>
public readonly record struct ValidationError(ValidationViolation Violation, int? InstructionIndex, string Rule, string Sentence)
{
    /// <inheritdoc/>
    public override string ToString() => Violation == ValidationViolation.None ? "valid" : $"[{Rule}] {Sentence}";
}

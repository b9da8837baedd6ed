namespace Bpf.Engine.Filter;

/// <summary>Bounds on what one filter expression may cost. Filter texts come from users, and libpcap sets none of its own.</summary>
public sealed record FilterCompilerOptions
{
    /// <summary>Characters in an expression.</summary>
    public int MaxExpressionLength { get; init; } = 4096;

    /// <summary>Instructions in the program that comes out (BPF_MAXINSNS); at most <see cref="Validator.InstructionCeiling"/>.</summary>
    public int MaxInstructions { get; init; } = Validator.DefaultMaxInstructions;
}

namespace Bpf.Engine.Filter;

/// <summary>Bounds on what one filter expression may cost. Filter texts come from users, and libpcap sets none of its own.</summary>
public sealed record FilterCompilerOptions
{
    /// <summary>Characters in an expression.</summary>
    public int MaxExpressionLength { get; init; } = 4096;

    /// <summary>
    /// Conditions joined by "and" and "or" in an expression; a port range counts twice. libpcap's optimiser takes time that grows with
    /// their cube: measured with 1.10.3 on two shared cores, 100 take up to two thirds of a second and 12 MB, 200 port ranges fifteen seconds.
    /// </summary>
    public int MaxConditions { get; init; } = 100;

    /// <summary>Instructions in the program that comes out (BPF_MAXINSNS); at most <see cref="Validator.InstructionCeiling"/>.</summary>
    public int MaxInstructions { get; init; } = Validator.DefaultMaxInstructions;
}

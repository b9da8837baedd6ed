using Bpf.Engine.Interop;
using Bpf.Wire;

namespace Bpf.Engine.Filter;

/// <summary>
/// Turns a filter expression, as pcap-filter(7) describes it, into a verified program. libpcap does the compiling; this class keeps what
/// reaches it small and harmless, and explains what it answers.
/// Thread safe; expressions are compiled one at a time.
/// </summary>
public sealed class FilterCompiler
{
    private readonly FilterCompilerOptions options;

    /// <summary>A compiler with the default bounds.</summary>
    public FilterCompiler()
        : this(new FilterCompilerOptions())
    {
    }

    /// <summary>A compiler with the bounds of <paramref name="options"/>; bounds that make no sense throw.</summary>
    public FilterCompiler(FilterCompilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxExpressionLength, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxInstructions, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.MaxInstructions, Validator.InstructionCeiling, nameof(options));
        this.options = options;
    }

    /// <summary>Compiles <paramref name="expression"/>. An empty one, or one of blanks only, accepts everything.</summary>
    /// <param name="expression">The text; not trusted.</param>
    /// <param name="linkType">The link-layer header of the frames that the program will see.</param>
    /// <param name="snapLength">What the program answers for a frame that it accepts: bytes to capture, 1 to 2^31 - 1.</param>
    /// <param name="optimize">Whether libpcap shortens the program.</param>
    public FilterCompileResult Compile(string expression, LinkType linkType, uint snapLength = 262144, bool optimize = true)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentOutOfRangeException.ThrowIfZero(snapLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(snapLength, (uint)int.MaxValue);

        if (string.IsNullOrWhiteSpace(expression)) return new FilterCompileResult();
        if (expression.Length > options.MaxExpressionLength)
        {
            return Fail(new(FilterCompileErrorKind.TooLong,
                $"the expression has {expression.Length} characters; at most {options.MaxExpressionLength} are allowed"));
        }

        return LibpcapCompiler.TryCompile(expression, linkType, snapLength, optimize, out var instructions, out var error)
            ? Verify(instructions)
            : Fail(error);
    }

    private FilterCompileResult Verify(Instruction[] instructions)
    {
        if (FilterProgram.TryCreate(instructions, options.MaxInstructions, ValidatorProfile.Minix, out var program, out var error))
            return new FilterCompileResult { Program = program };
        return Fail(error.Violation == ValidationViolation.TooLong
            ? new(FilterCompileErrorKind.ProgramTooLong, $"{error.Sentence}; use fewer conditions")
            : new(FilterCompileErrorKind.Unverifiable,
                $"the compiled program is refused: {error.Sentence} (protochain needs a loop, for one; test the protocol with \"ip proto\" or \"ip6 proto\")"));
    }

    private static FilterCompileResult Fail(FilterCompileError error) => new() { Error = error };
}

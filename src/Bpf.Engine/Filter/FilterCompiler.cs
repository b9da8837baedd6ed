using Bpf.Engine.Filter.Expressions;
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
    /// <summary>
    /// Offsets from here on are no bytes of a frame: Linux's kernel answers loads from there with what it knows besides (SKF_LL_OFF of
    /// linux/filter.h, -2^21), and libpcap on Linux compiles "inbound" to such a load. Here it would reject every frame.
    /// </summary>
    private const uint KernelOffsets = 0xFFE00000;

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
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxConditions, 1, nameof(options));
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

        if (FindForbidden(expression) is { } forbidden) return Fail(forbidden);
        var result = CompileChecked(expression, linkType, snapLength, optimize);
        return result.Succeeded ? result : Fail(WithHint(expression, result.Error, linkType));
    }

    /// <summary>
    /// NUL would end the text early, so that something else is compiled than is shown; other control characters and whatever is not ASCII
    /// mean nothing to libpcap and cannot be shown safely in an error.
    /// </summary>
    private static FilterCompileError? FindForbidden(string expression)
    {
        for (var offset = 0; offset < expression.Length; offset++)
        {
            var character = expression[offset];
            if (character is (>= ' ' and <= '~') or '\t' or '\r' or '\n') continue;
            return new(FilterCompileErrorKind.ForbiddenCharacter,
                $"the character U+{(int)character:X4} at {offset} has no meaning in a capture filter; use plain letters, digits and signs", offset);
        }

        return null;
    }

    private FilterCompileResult CompileChecked(string expression, LinkType linkType, uint snapLength, bool optimize)
    {
        var tokens = ExpressionTokenizer.Tokenize(expression);
        if (ExpressionGuard.Check(tokens, options.MaxConditions) is { } refused) return Fail(refused);
        return LibpcapCompiler.TryCompile(expression, linkType, snapLength, optimize, out var instructions, out var error)
            ? Verify(instructions)
            : Fail(CompilerMessages.Explain(error, linkType, tokens));
    }

    private FilterCompileResult Verify(Instruction[] instructions)
    {
        if (Array.Exists(instructions, instruction =>
            instruction is { Code: Opcode.LoadWord or Opcode.LoadHalf or Opcode.LoadByte, K: >= KernelOffsets }))
        {
            return Fail(new(FilterCompileErrorKind.NotInTheFrame,
                "the expression asks for something that is not in a frame's bytes (inbound, outbound, ifindex); "
                + "choose the direction with the device's direction setting, the interface by opening a device on it"));
        }

        if (FilterProgram.TryCreate(instructions, options.MaxInstructions, ValidatorProfile.Minix, out var program, out var error))
            return new FilterCompileResult { Program = program };
        return Fail(error.Violation == ValidationViolation.TooLong
            ? new(FilterCompileErrorKind.ProgramTooLong,
                $"{error.Sentence}; use fewer conditions, or networks and port ranges instead of lists")
            : new(FilterCompileErrorKind.Unverifiable,
                $"the compiled program is refused, because {error.Sentence}; \"protochain\" needs such a loop, use \"ip proto\" or \"ip6 proto\""));
    }

    /// <summary>Adds what was probably meant, if the text is a display filter and its capture filter compiles.</summary>
    private FilterCompileError WithHint(string expression, FilterCompileError error, LinkType linkType)
    {
        if (error.Kind is not (FilterCompileErrorKind.Syntax or FilterCompileErrorKind.UnknownWord
            or FilterCompileErrorKind.Name or FilterCompileErrorKind.ForbiddenCharacter))
            return error;
        if (DisplayFilterHint.Translate(expression) is { } suggestion
            && suggestion != expression
            && CompileChecked(suggestion, linkType, snapLength: 1, optimize: true).Succeeded)
        {
            return error with
            {
                Message = $"that looks like a display filter; as a capture filter (BPF): {suggestion}",
                Suggestion = suggestion,
            };
        }

        return error;
    }

    private static FilterCompileResult Fail(FilterCompileError error) => new() { Error = error };
}

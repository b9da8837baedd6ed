namespace Bpf.Engine.Filter;

/// <summary>Why an expression did not become a program.</summary>
public enum FilterCompileErrorKind : byte
{
    /// <summary>libpcap does not understand the expression.</summary>
    Syntax = 0,

    /// <summary>A character that no filter has: a control character, NUL, anything outside ASCII.</summary>
    ForbiddenCharacter,

    /// <summary>More characters than allowed.</summary>
    TooLong,

    /// <summary>More conditions than allowed: libpcap's cost grows faster than their number.</summary>
    TooComplex,

    /// <summary>A word that means nothing in a filter.</summary>
    UnknownWord,

    /// <summary>A host or network name, which would have to be looked up.</summary>
    Name,

    /// <summary>The expression is correct, but its program has more instructions than allowed.</summary>
    ProgramTooLong,

    /// <summary>The expression is correct, but its program does not pass the validator; <c>protochain</c> makes a loop, for one.</summary>
    Unverifiable,

    /// <summary>The expression asks for something that is not in a frame's bytes: its direction, the interface it came by.</summary>
    NotInTheFrame,

    /// <summary>libpcap compiles no filters for this link type.</summary>
    LinkType,

    /// <summary>libpcap is not installed, or ran out of memory.</summary>
    CompilerUnavailable,
}

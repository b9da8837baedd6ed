namespace Bpf.Engine.Filter;

/// <summary>The ways in which an operand is written in a listing; together with the mnemonic it makes the opcode.</summary>
internal enum AssemblyOperand : byte
{
    /// <summary>Nothing, as in <c>txa</c>.</summary>
    None,

    /// <summary><c>#k</c></summary>
    Constant,

    /// <summary><c>#pktlen</c></summary>
    Length,

    /// <summary><c>[k]</c></summary>
    Absolute,

    /// <summary><c>[x + k]</c></summary>
    Indexed,

    /// <summary><c>M[k]</c></summary>
    Scratch,

    /// <summary><c>4*([k]&amp;0xf)</c></summary>
    HeaderLength,

    /// <summary><c>x</c></summary>
    IndexRegister,

    /// <summary>A bare number: where <c>ja</c> goes.</summary>
    Target,

    /// <summary>Anything else; no instruction takes it.</summary>
    Unknown,
}

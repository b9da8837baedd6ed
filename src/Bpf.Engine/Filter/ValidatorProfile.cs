namespace Bpf.Engine.Filter;

/// <summary>Whose rules a program is held to [VM-5]. Both profiles only let programs through that end and stay inside the frame.</summary>
public enum ValidatorProfile : byte
{
    /// <summary>
    /// The default, what MINIX checks: every path is followed. Instructions that no path reaches are ignored; a scratch word that some
    /// path has not written may not be read; a constant shift by 32 or more is refused.
    /// </summary>
    Minix = 0,

    /// <summary>
    /// The tradition of bpf_validate(9): every instruction is checked, reached or not, and the last one returns. Scratch words may be read
    /// at any time (they start at 0), constant shifts may be of any size (32 or more ends the program with 0).
    /// </summary>
    OpenBsd = 1,
}

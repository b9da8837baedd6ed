namespace Bpf.Engine.Filter;

/// <summary>What the validator, the flow graph and the disassembler ask of an opcode, in one table.</summary>
[Flags]
internal enum OpcodeTraits : byte
{
    /// <summary>Not an instruction.</summary>
    None = 0,

    /// <summary>One of the 49.</summary>
    Defined = 1,

    /// <summary>Ends the program.</summary>
    Returns = 2,

    /// <summary>Goes to one of two places.</summary>
    Branches = 4,

    /// <summary>k names a scratch word that is read.</summary>
    ReadsScratch = 8,

    /// <summary>k names a scratch word that is written.</summary>
    WritesScratch = 16,

    /// <summary>Divides by k.</summary>
    DividesByConstant = 32,

    /// <summary>Shifts by k.</summary>
    ShiftsByConstant = 64,
}

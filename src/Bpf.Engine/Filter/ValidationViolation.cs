namespace Bpf.Engine.Filter;

/// <summary>Which part of the rule a program breaks [VM-5].</summary>
public enum ValidationViolation : byte
{
    /// <summary>None: the program is valid.</summary>
    None = 0,

    /// <summary>No instruction at all.</summary>
    Empty,

    /// <summary>More instructions than allowed [IOCTL-5].</summary>
    TooLong,

    /// <summary>A code that is no instruction.</summary>
    UnknownOpcode,

    /// <summary>A jump backwards or past the last instruction.</summary>
    JumpOutside,

    /// <summary>A scratch word above M[15].</summary>
    ScratchIndex,

    /// <summary>Division or remainder by the constant 0.</summary>
    DivisionByZero,

    /// <summary>A shift by a constant of 32 or more.</summary>
    ShiftTooWide,

    /// <summary>A scratch word is read that some path has not written.</summary>
    UnwrittenScratch,

    /// <summary>A path goes on after the last instruction.</summary>
    RunsOffTheEnd,
}

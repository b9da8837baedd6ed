using Bpf.Engine.Filter;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Truth.Tests;

/// <summary>
/// One program of each class that must be refused, whatever other machines think of it. libpcap's <c>bpf_validate</c> (1.10.3) lets the
/// backward jumps and most unknown opcodes through; its interpreter then loops, or calls <c>abort</c>.
/// </summary>
internal static class RefusedPrograms
{
    public static readonly (string Name, ValidationViolation Violation, Instruction[] Program)[] All =
    [
        ("a backward ja", ValidationViolation.JumpOutside, [Do(LoadImmediate), Do(Jump, unchecked((uint)-2)), Do(Return)]),
        ("a ja to itself", ValidationViolation.JumpOutside, [Do(Jump, uint.MaxValue), Do(Return)]),
        ("an unknown load", ValidationViolation.UnknownOpcode, [Do(0x38), Do(Return)]),
        ("an unknown operation", ValidationViolation.UnknownOpcode, [Do(0xb4, 1), Do(Return)]),
        ("high bits in an opcode", ValidationViolation.UnknownOpcode, [Do(0x106), Do(Return)]),
        ("a jump past the end", ValidationViolation.JumpOutside, [Test(JumpIfEqual, 0, 1, 0), Do(Return)]),
        ("a ja past the end", ValidationViolation.JumpOutside, [Do(Jump, 1), Do(Return)]),
        ("st M[16]", ValidationViolation.ScratchIndex, [Do(Store, 16), Do(Return)]),
        ("ld M[16]", ValidationViolation.ScratchIndex, [Do(LoadScratch, 16), Do(ReturnA)]),
        ("ldx M[2^32 - 1]", ValidationViolation.ScratchIndex, [Do(LoadXScratch, uint.MaxValue), Do(Return)]),
        ("div #0", ValidationViolation.DivisionByZero, [Do(Divide), Do(Return)]),
        ("mod #0", ValidationViolation.DivisionByZero, [Do(Modulo), Do(Return)]),
        ("no return at the end", ValidationViolation.RunsOffTheEnd, [Do(LoadImmediate)]),
        ("no instruction", ValidationViolation.Empty, []),
        ("more than 4,096 instructions", ValidationViolation.TooLong, [.. Enumerable.Repeat(Do(Return), Validator.InstructionCeiling + 1)]),
    ];

    /// <summary>Refused by the default profile alone, and by Linux's kernel.</summary>
    public static readonly (string Name, ValidationViolation Violation, Instruction[] Program)[] ByMinix =
    [
        ("lsh #32", ValidationViolation.ShiftTooWide, [Do(ShiftLeft, 32), Do(Return)]),
        ("ld of an unwritten word", ValidationViolation.UnwrittenScratch, [Do(LoadScratch, 3), Do(ReturnA)]),
    ];
}

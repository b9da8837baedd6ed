using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Filter.OpcodeTraits;

namespace Bpf.Engine.Filter;

/// <summary>What there is to know about each opcode, in one table.</summary>
internal static class OpcodeTable
{
    /// <summary>Words of scratch memory, M[0] to M[15] [VM-1].</summary>
    public const int ScratchWords = 16;

    /// <summary>Bits in a register; a shift by this or more has no result.</summary>
    public const int RegisterBits = 32;

    private static readonly (ushort Opcode, StepCode Step, OpcodeTraits Traits)[] Rows =
    [
        (LoadImmediate, StepCode.LoadImmediate, Defined),
        (LoadWord, StepCode.LoadWord, Defined),
        (LoadHalf, StepCode.LoadHalf, Defined),
        (LoadByte, StepCode.LoadByte, Defined),
        (LoadWordIndexed, StepCode.LoadWordIndexed, Defined),
        (LoadHalfIndexed, StepCode.LoadHalfIndexed, Defined),
        (LoadByteIndexed, StepCode.LoadByteIndexed, Defined),
        (LoadScratch, StepCode.LoadScratch, Defined | ReadsScratch),
        (LoadLength, StepCode.LoadLength, Defined),
        (LoadXImmediate, StepCode.LoadXImmediate, Defined),
        (LoadXScratch, StepCode.LoadXScratch, Defined | ReadsScratch),
        (LoadXLength, StepCode.LoadXLength, Defined),
        (LoadXHeaderLength, StepCode.LoadXHeaderLength, Defined),
        (Store, StepCode.Store, Defined | WritesScratch),
        (StoreX, StepCode.StoreX, Defined | WritesScratch),
        (Add, StepCode.Add, Defined),
        (AddX, StepCode.AddX, Defined),
        (Subtract, StepCode.Subtract, Defined),
        (SubtractX, StepCode.SubtractX, Defined),
        (Multiply, StepCode.Multiply, Defined),
        (MultiplyX, StepCode.MultiplyX, Defined),
        (Divide, StepCode.Divide, Defined | DividesByConstant),
        (DivideX, StepCode.DivideX, Defined),
        (Modulo, StepCode.Modulo, Defined | DividesByConstant),
        (ModuloX, StepCode.ModuloX, Defined),
        (Or, StepCode.Or, Defined),
        (OrX, StepCode.OrX, Defined),
        (And, StepCode.And, Defined),
        (AndX, StepCode.AndX, Defined),
        (Xor, StepCode.Xor, Defined),
        (XorX, StepCode.XorX, Defined),
        (ShiftLeft, StepCode.ShiftLeft, Defined | ShiftsByConstant),
        (ShiftLeftX, StepCode.ShiftLeftX, Defined),
        (ShiftRight, StepCode.ShiftRight, Defined | ShiftsByConstant),
        (ShiftRightX, StepCode.ShiftRightX, Defined),
        (Negate, StepCode.Negate, Defined),
        (Jump, StepCode.Jump, Defined),
        (JumpIfEqual, StepCode.JumpIfEqual, Defined | Branches),
        (JumpIfEqualX, StepCode.JumpIfEqualX, Defined | Branches),
        (JumpIfGreater, StepCode.JumpIfGreater, Defined | Branches),
        (JumpIfGreaterX, StepCode.JumpIfGreaterX, Defined | Branches),
        (JumpIfGreaterOrEqual, StepCode.JumpIfGreaterOrEqual, Defined | Branches),
        (JumpIfGreaterOrEqualX, StepCode.JumpIfGreaterOrEqualX, Defined | Branches),
        (JumpIfSet, StepCode.JumpIfSet, Defined | Branches),
        (JumpIfSetX, StepCode.JumpIfSetX, Defined | Branches),
        (Return, StepCode.Return, Defined | Returns),
        (ReturnA, StepCode.ReturnA, Defined | Returns),
        (CopyAToX, StepCode.CopyAToX, Defined),
        (CopyXToA, StepCode.CopyXToA, Defined),
    ];

    private static readonly (StepCode Step, OpcodeTraits Traits)[] ByOpcode = Index();

    /// <summary>The traits of <paramref name="opcode"/>; <see cref="None"/> if it is no instruction.</summary>
    public static OpcodeTraits Of(ushort opcode) => opcode < ByOpcode.Length ? ByOpcode[opcode].Traits : None;

    /// <summary>
    /// <paramref name="instruction"/> as the interpreter runs it. An opcode that is no instruction, which a verified program may hold where
    /// no path leads, becomes "reject".
    /// </summary>
    public static Step ToStep(Instruction instruction) => Of(instruction.Code) == None
        ? new Step(StepCode.Return, 0, 0, 0)
        : new Step(ByOpcode[instruction.Code].Step, instruction.JumpTrue, instruction.JumpFalse, instruction.K);

    private static (StepCode Step, OpcodeTraits Traits)[] Index()
    {
        var index = new (StepCode, OpcodeTraits)[256];
        foreach (var (opcode, step, traits) in Rows) index[opcode] = (step, traits);
        return index;
    }
}

using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Filter.OpcodeTraits;

namespace Bpf.Engine.Filter;

/// <summary>Looks the traits of an opcode up. An opcode above 0xff is never an instruction.</summary>
internal static class OpcodeTable
{
    /// <summary>Words of scratch memory, M[0] to M[15] [VM-1].</summary>
    public const int ScratchWords = 16;

    /// <summary>Bits in a register; a shift by this or more has no result.</summary>
    public const int RegisterBits = 32;

    private static readonly OpcodeTraits[] Table = Build();

    /// <summary>The traits of <paramref name="code"/>; <see cref="None"/> if it is no instruction.</summary>
    public static OpcodeTraits Of(ushort code) => code < Table.Length ? Table[code] : None;

    private static OpcodeTraits[] Build()
    {
        var table = new OpcodeTraits[256];
        Mark(Defined,
            LoadImmediate, LoadWord, LoadHalf, LoadByte, LoadWordIndexed, LoadHalfIndexed, LoadByteIndexed, LoadScratch, LoadLength,
            LoadXImmediate, LoadXScratch, LoadXLength, LoadXHeaderLength, Store, StoreX,
            Add, AddX, Subtract, SubtractX, Multiply, MultiplyX, Divide, DivideX, Or, OrX, And, AndX,
            ShiftLeft, ShiftLeftX, ShiftRight, ShiftRightX, Negate, Modulo, ModuloX, Xor, XorX,
            Jump, JumpIfEqual, JumpIfEqualX, JumpIfGreater, JumpIfGreaterX, JumpIfGreaterOrEqual, JumpIfGreaterOrEqualX,
            JumpIfSet, JumpIfSetX, Return, ReturnA, CopyAToX, CopyXToA);
        Mark(Returns, Return, ReturnA);
        Mark(Branches,
            JumpIfEqual, JumpIfEqualX, JumpIfGreater, JumpIfGreaterX, JumpIfGreaterOrEqual, JumpIfGreaterOrEqualX, JumpIfSet, JumpIfSetX);
        Mark(ReadsScratch, LoadScratch, LoadXScratch);
        Mark(WritesScratch, Store, StoreX);
        Mark(DividesByConstant, Divide, Modulo);
        Mark(ShiftsByConstant, ShiftLeft, ShiftRight);
        return table;

        void Mark(OpcodeTraits trait, params ReadOnlySpan<ushort> codes)
        {
            foreach (var code in codes) table[code] |= trait;
        }
    }
}

namespace Bpf.Engine.Filter;

/// <summary>
/// The 49 instructions numbered without gaps, which lets the interpreter's switch be one table of jumps; over the sparse
/// <see cref="Opcode"/> numbers it becomes a search. The names are those of <see cref="Opcode"/>.
/// </summary>
internal enum StepCode : ushort
{
    LoadImmediate, LoadWord, LoadHalf, LoadByte, LoadWordIndexed, LoadHalfIndexed, LoadByteIndexed, LoadScratch, LoadLength,
    LoadXImmediate, LoadXScratch, LoadXLength, LoadXHeaderLength, Store, StoreX, Add, AddX, Subtract, SubtractX, Multiply,
    MultiplyX, Divide, DivideX, Modulo, ModuloX, Or, OrX, And, AndX, Xor, XorX, ShiftLeft, ShiftLeftX, ShiftRight, ShiftRightX,
    Negate, Jump, JumpIfEqual, JumpIfEqualX, JumpIfGreater, JumpIfGreaterX, JumpIfGreaterOrEqual, JumpIfGreaterOrEqualX,
    JumpIfSet, JumpIfSetX, Return, ReturnA, CopyAToX, CopyXToA,
}

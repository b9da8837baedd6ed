using System.Runtime.InteropServices;

namespace Bpf.Engine.Filter;

/// <summary>
/// One instruction of a classic BPF program, as <c>struct bpf_insn</c> of net/bpf.h lays it out: code u16, jt u8, jf u8, k u32.
/// </summary>
/// <param name="Code">Class, size, mode and operation.</param>
/// <param name="JumpTrue">Instructions to skip when a conditional jump holds.</param>
/// <param name="JumpFalse">Instructions to skip when it does not.</param>
/// <param name="K">The constant operand.</param>
[StructLayout(LayoutKind.Sequential, Size = 8)]
public readonly record struct Instruction(ushort Code, byte JumpTrue, byte JumpFalse, uint K);

using System.Buffers.Binary;

namespace Bpf.Engine.Filter;

/// <summary>
/// Runs a filter program one instruction at a time [VM-1], [VM-2]. The reference that other engines are compared with.
/// Every load is checked against the bytes present: one that does not fit ends the program with 0, so a frame can never be read outside.
/// </summary>
public static class Interpreter
{
    /// <summary>
    /// Runs <paramref name="program"/>; an empty one accepts the frame whole [VM-4]. On a program that <see cref="Validator"/> accepts it
    /// ends, and never throws. On any other it may throw <see cref="IndexOutOfRangeException"/>, but it never reads outside the spans.
    /// Allocates nothing, any thread.
    /// </summary>
    /// <param name="program">The instructions.</param>
    /// <param name="frame">The bytes that are present, link-layer header first.</param>
    /// <param name="wireLength">Bytes the frame had on the wire, which length loads give.</param>
    public static uint Run(ReadOnlySpan<Instruction> program, ReadOnlySpan<byte> frame, uint wireLength)
    {
        if (program.IsEmpty) return FilterProgram.AcceptWhole;
        uint a = 0, x = 0;
        Span<uint> scratch = stackalloc uint[OpcodeTable.ScratchWords];
        scratch.Clear();
        for (var next = 0; ;)
        {
            var instruction = program[next++];
            var k = instruction.K;
            switch (instruction.Code)
            {
                case Opcode.LoadImmediate: a = k; break;
                case Opcode.LoadWord: if (!TryWord(frame, k, out a)) return 0; break;
                case Opcode.LoadHalf: if (!TryHalf(frame, k, out a)) return 0; break;
                case Opcode.LoadByte: if (!TryByte(frame, k, out a)) return 0; break;
                case Opcode.LoadWordIndexed: if (!TryWord(frame, (ulong)x + k, out a)) return 0; break;
                case Opcode.LoadHalfIndexed: if (!TryHalf(frame, (ulong)x + k, out a)) return 0; break;
                case Opcode.LoadByteIndexed: if (!TryByte(frame, (ulong)x + k, out a)) return 0; break;
                case Opcode.LoadScratch: a = scratch[(int)k]; break;
                case Opcode.LoadLength: a = wireLength; break;

                case Opcode.LoadXImmediate: x = k; break;
                case Opcode.LoadXScratch: x = scratch[(int)k]; break;
                case Opcode.LoadXLength: x = wireLength; break;
                case Opcode.LoadXHeaderLength: if (!TryByte(frame, k, out x)) return 0; x = (x & 0xf) << 2; break;

                case Opcode.Store: scratch[(int)k] = a; break;
                case Opcode.StoreX: scratch[(int)k] = x; break;

                case Opcode.Add: a += k; break;
                case Opcode.AddX: a += x; break;
                case Opcode.Subtract: a -= k; break;
                case Opcode.SubtractX: a -= x; break;
                case Opcode.Multiply: a *= k; break;
                case Opcode.MultiplyX: a *= x; break;
                case Opcode.Divide: if (k == 0) return 0; a /= k; break;
                case Opcode.DivideX: if (x == 0) return 0; a /= x; break;
                case Opcode.Modulo: if (k == 0) return 0; a %= k; break;
                case Opcode.ModuloX: if (x == 0) return 0; a %= x; break;
                case Opcode.Or: a |= k; break;
                case Opcode.OrX: a |= x; break;
                case Opcode.And: a &= k; break;
                case Opcode.AndX: a &= x; break;
                case Opcode.Xor: a ^= k; break;
                case Opcode.XorX: a ^= x; break;
                // C# takes a shift count modulo 32, so a count that has no result is caught here.
                case Opcode.ShiftLeft: if (k >= OpcodeTable.RegisterBits) return 0; a <<= (int)k; break;
                case Opcode.ShiftLeftX: if (x >= OpcodeTable.RegisterBits) return 0; a <<= (int)x; break;
                case Opcode.ShiftRight: if (k >= OpcodeTable.RegisterBits) return 0; a >>= (int)k; break;
                case Opcode.ShiftRightX: if (x >= OpcodeTable.RegisterBits) return 0; a >>= (int)x; break;
                case Opcode.Negate: a = 0 - a; break;

                case Opcode.Jump: next = (int)(next + k); break;
                case Opcode.JumpIfEqual: next += a == k ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfEqualX: next += a == x ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfGreater: next += a > k ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfGreaterX: next += a > x ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfGreaterOrEqual: next += a >= k ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfGreaterOrEqualX: next += a >= x ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfSet: next += (a & k) != 0 ? instruction.JumpTrue : instruction.JumpFalse; break;
                case Opcode.JumpIfSetX: next += (a & x) != 0 ? instruction.JumpTrue : instruction.JumpFalse; break;

                case Opcode.Return: return k;
                case Opcode.ReturnA: return a;
                case Opcode.CopyAToX: x = a; break;
                case Opcode.CopyXToA: a = x; break;

                // Not reached in a verified program: its opcodes are all known.
                default: return 0;
            }
        }
    }

    // Offsets are 64 bits wide so that X + k cannot wrap [VM-2].
    private static bool TryWord(ReadOnlySpan<byte> frame, ulong offset, out uint value)
    {
        value = 0;
        if (offset + sizeof(uint) > (ulong)frame.Length) return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(frame[(int)offset..]);
        return true;
    }

    private static bool TryHalf(ReadOnlySpan<byte> frame, ulong offset, out uint value)
    {
        value = 0;
        if (offset + sizeof(ushort) > (ulong)frame.Length) return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(frame[(int)offset..]);
        return true;
    }

    private static bool TryByte(ReadOnlySpan<byte> frame, ulong offset, out uint value)
    {
        value = 0;
        if (offset >= (ulong)frame.Length) return false;
        value = frame[(int)offset];
        return true;
    }
}

namespace Bpf.Engine.Filter;

/// <summary>
/// The 49 instructions of the machine, by the number that <see cref="Instruction.Code"/> holds [VM-1]. No other number is an instruction:
/// bits that a class does not use must be 0. Source: bpf(4) and the encoding of net/bpf.h. The mnemonic beside each is the one that
/// <see cref="Disassembler"/> prints.
/// </summary>
public static class Opcode
{
    /// <summary><c>ld #k</c>: A = k.</summary>
    public const ushort LoadImmediate = 0x00;

    /// <summary><c>ld [k]</c>: A = the 4 bytes at k, big endian.</summary>
    public const ushort LoadWord = 0x20;

    /// <summary><c>ldh [k]</c>: A = the 2 bytes at k, big endian.</summary>
    public const ushort LoadHalf = 0x28;

    /// <summary><c>ldb [k]</c>: A = the byte at k.</summary>
    public const ushort LoadByte = 0x30;

    /// <summary><c>ld [x + k]</c>: A = the 4 bytes at X + k, big endian.</summary>
    public const ushort LoadWordIndexed = 0x40;

    /// <summary><c>ldh [x + k]</c>: A = the 2 bytes at X + k, big endian.</summary>
    public const ushort LoadHalfIndexed = 0x48;

    /// <summary><c>ldb [x + k]</c>: A = the byte at X + k.</summary>
    public const ushort LoadByteIndexed = 0x50;

    /// <summary><c>ld M[k]</c>: A = scratch word k.</summary>
    public const ushort LoadScratch = 0x60;

    /// <summary><c>ld #pktlen</c>: A = the frame's wire length.</summary>
    public const ushort LoadLength = 0x80;

    /// <summary><c>ldx #k</c>: X = k.</summary>
    public const ushort LoadXImmediate = 0x01;

    /// <summary><c>ldx M[k]</c>: X = scratch word k.</summary>
    public const ushort LoadXScratch = 0x61;

    /// <summary><c>ldx #pktlen</c>: X = the frame's wire length.</summary>
    public const ushort LoadXLength = 0x81;

    /// <summary><c>ldxb 4*([k]&amp;0xf)</c>: X = the length in bytes of the IPv4 header whose first byte is at k.</summary>
    public const ushort LoadXHeaderLength = 0xb1;

    /// <summary><c>st M[k]</c>: scratch word k = A.</summary>
    public const ushort Store = 0x02;

    /// <summary><c>stx M[k]</c>: scratch word k = X.</summary>
    public const ushort StoreX = 0x03;

    /// <summary><c>add #k</c>: A += k.</summary>
    public const ushort Add = 0x04;

    /// <summary><c>add x</c>: A += X.</summary>
    public const ushort AddX = 0x0c;

    /// <summary><c>sub #k</c>: A -= k.</summary>
    public const ushort Subtract = 0x14;

    /// <summary><c>sub x</c>: A -= X.</summary>
    public const ushort SubtractX = 0x1c;

    /// <summary><c>mul #k</c>: A *= k.</summary>
    public const ushort Multiply = 0x24;

    /// <summary><c>mul x</c>: A *= X.</summary>
    public const ushort MultiplyX = 0x2c;

    /// <summary><c>div #k</c>: A /= k, unsigned.</summary>
    public const ushort Divide = 0x34;

    /// <summary><c>div x</c>: A /= X, unsigned; X = 0 ends the program with 0.</summary>
    public const ushort DivideX = 0x3c;

    /// <summary><c>or #k</c>: A |= k.</summary>
    public const ushort Or = 0x44;

    /// <summary><c>or x</c>: A |= X.</summary>
    public const ushort OrX = 0x4c;

    /// <summary><c>and #k</c>: A &amp;= k.</summary>
    public const ushort And = 0x54;

    /// <summary><c>and x</c>: A &amp;= X.</summary>
    public const ushort AndX = 0x5c;

    /// <summary><c>lsh #k</c>: A &lt;&lt;= k.</summary>
    public const ushort ShiftLeft = 0x64;

    /// <summary><c>lsh x</c>: A &lt;&lt;= X; X of 32 or more ends the program with 0.</summary>
    public const ushort ShiftLeftX = 0x6c;

    /// <summary><c>rsh #k</c>: A >>= k, unsigned.</summary>
    public const ushort ShiftRight = 0x74;

    /// <summary><c>rsh x</c>: A >>= X, unsigned; X of 32 or more ends the program with 0.</summary>
    public const ushort ShiftRightX = 0x7c;

    /// <summary><c>neg</c>: A = 0 - A.</summary>
    public const ushort Negate = 0x84;

    /// <summary><c>mod #k</c>: A %= k, unsigned.</summary>
    public const ushort Modulo = 0x94;

    /// <summary><c>mod x</c>: A %= X, unsigned; X = 0 ends the program with 0.</summary>
    public const ushort ModuloX = 0x9c;

    /// <summary><c>xor #k</c>: A ^= k.</summary>
    public const ushort Xor = 0xa4;

    /// <summary><c>xor x</c>: A ^= X.</summary>
    public const ushort XorX = 0xac;

    /// <summary><c>ja k</c>: skip k instructions.</summary>
    public const ushort Jump = 0x05;

    /// <summary><c>jeq #k</c>: A == k?</summary>
    public const ushort JumpIfEqual = 0x15;

    /// <summary><c>jeq x</c>: A == X?</summary>
    public const ushort JumpIfEqualX = 0x1d;

    /// <summary><c>jgt #k</c>: A > k, unsigned?</summary>
    public const ushort JumpIfGreater = 0x25;

    /// <summary><c>jgt x</c>: A > X, unsigned?</summary>
    public const ushort JumpIfGreaterX = 0x2d;

    /// <summary><c>jge #k</c>: A >= k, unsigned?</summary>
    public const ushort JumpIfGreaterOrEqual = 0x35;

    /// <summary><c>jge x</c>: A >= X, unsigned?</summary>
    public const ushort JumpIfGreaterOrEqualX = 0x3d;

    /// <summary><c>jset #k</c>: A &amp; k not 0?</summary>
    public const ushort JumpIfSet = 0x45;

    /// <summary><c>jset x</c>: A &amp; X not 0?</summary>
    public const ushort JumpIfSetX = 0x4d;

    /// <summary><c>ret #k</c>: ends with k.</summary>
    public const ushort Return = 0x06;

    /// <summary><c>ret a</c>: ends with A.</summary>
    public const ushort ReturnA = 0x16;

    /// <summary><c>tax</c>: X = A.</summary>
    public const ushort CopyAToX = 0x07;

    /// <summary><c>txa</c>: A = X.</summary>
    public const ushort CopyXToA = 0x87;
}

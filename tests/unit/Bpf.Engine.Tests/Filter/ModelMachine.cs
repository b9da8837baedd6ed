using System.Numerics;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Tests.Filter;

/// <summary>
/// The machine written down a second time, as plainly as can be and from the opcode's bit fields instead of a list of opcodes: numbers of any
/// size reduced to 32 bits after every step, bytes taken one by one. It decides where libpcap follows other rules than the device does.
/// </summary>
internal static class ModelMachine
{
    private static readonly BigInteger Range = BigInteger.One << 32;

    /// <summary>
    /// The verdict. <paramref name="libpcapDiffers"/> is set when a register shift by 32 or more ended the program, where libpcap goes on
    /// with 0 [VM-2].
    /// </summary>
    public static uint Run(ReadOnlySpan<Instruction> program, ReadOnlySpan<byte> frame, uint wireLength, out bool libpcapDiffers) =>
        Run(program, frame, wireLength, out libpcapDiffers, out _);

    /// <summary>
    /// The same. <paramref name="linuxDiffers"/> is set when a step was taken that Linux's kernel takes otherwise: a register shift by 32 or
    /// more, whose count it masks, or an offset from 2^31 on, which is negative there.
    /// </summary>
    public static uint Run(
        ReadOnlySpan<Instruction> program, ReadOnlySpan<byte> frame, uint wireLength, out bool libpcapDiffers, out bool linuxDiffers)
    {
        libpcapDiffers = linuxDiffers = false;
        BigInteger a = 0, x = 0;
        var scratch = new BigInteger[16];
        for (var at = 0; ; at++)
        {
            var (code, k) = (program[at].Code, (BigInteger)program[at].K);
            var usesX = (code & 0x08) != 0;
            switch (code & 0x07)
            {
                case 0 or 1:
                    linuxDiffers |= (code & 0xe0) is 0x20 or 0x40 or 0xa0 && k + ((code & 0xe0) == 0x40 ? x : 0) > int.MaxValue;
                    BigInteger? loaded = (code & 0xe0) switch
                    {
                        0x00 => k,
                        0x20 => Load(frame, k, Size(code)),
                        0x40 => Load(frame, x + k, Size(code)),
                        0x60 => scratch[(int)k],
                        0x80 => wireLength,
                        _ => Load(frame, k, 1) is { } header ? header % 16 * 4 : null,
                    };
                    if (loaded is null) return 0;
                    if ((code & 0x07) == 0) a = loaded.Value;
                    else x = loaded.Value;
                    break;
                case 2:
                    scratch[(int)k] = a;
                    break;
                case 3:
                    scratch[(int)k] = x;
                    break;
                case 4:
                    var operand = usesX ? x : k;
                    var operation = code & 0xf0;
                    if (operation is 0x30 or 0x90 && operand == 0) return 0;
                    if (operation is 0x60 or 0x70 && operand >= 32)
                    {
                        libpcapDiffers = linuxDiffers = true;
                        return 0;
                    }

                    a = Wrap(Calculate(operation, a, operand));
                    break;
                case 5:
                    at += (code & 0xf0) == 0 ? (int)k : Holds(code & 0xf0, a, usesX ? x : k) ? program[at].JumpTrue : program[at].JumpFalse;
                    break;
                case 6:
                    return (code & 0x10) != 0 ? (uint)a : (uint)k;
                default:
                    if ((code & 0x80) != 0) a = x;
                    else x = a;
                    break;
            }
        }
    }

    private static int Size(ushort code) => (code & 0x18) switch { 0x00 => 4, 0x08 => 2, _ => 1 };

    private static BigInteger? Load(ReadOnlySpan<byte> frame, BigInteger offset, int size)
    {
        if (offset + size > frame.Length) return null;
        BigInteger value = 0;
        for (var index = 0; index < size; index++) value = value * 256 + frame[(int)offset + index];
        return value;
    }

    private static BigInteger Calculate(int operation, BigInteger a, BigInteger operand) => operation switch
    {
        0x00 => a + operand,
        0x10 => a - operand,
        0x20 => a * operand,
        0x30 => a / operand,
        0x40 => a | operand,
        0x50 => a & operand,
        0x60 => a << (int)operand,
        0x70 => a >> (int)operand,
        0x80 => -a,
        0x90 => a % operand,
        _ => a ^ operand,
    };

    private static bool Holds(int test, BigInteger a, BigInteger operand) => test switch
    {
        0x10 => a == operand,
        0x20 => a > operand,
        0x30 => a >= operand,
        _ => (a & operand) != 0,
    };

    private static BigInteger Wrap(BigInteger value) => (value % Range + Range) % Range;
}

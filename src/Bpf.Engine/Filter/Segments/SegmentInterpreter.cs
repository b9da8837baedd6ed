using System.Diagnostics;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Filter;

/// <summary>
/// Runs a verified program over a frame in segments [VM-3]: the machine of <see cref="Interpreter"/>, with loads that may straddle any number
/// of pieces. For the few programs that look too far into a frame to gather what they look at; written to be plain, not fast.
/// </summary>
internal static class SegmentInterpreter
{
    /// <summary>
    /// The verdict that <see cref="Interpreter.Run"/> gives for the same bytes in one piece. Allocates nothing, never throws, any thread.
    /// </summary>
    public static uint Run(FilterProgram program, scoped in FrameSegments frame, uint wireLength)
    {
        ReadOnlySpan<Step> steps = program.Steps;
        var reader = new SegmentReader(in frame);
        uint a = 0, x = 0;
        ScratchMemory scratch = default;
        for (var next = 0; ;)
        {
            ref readonly var step = ref steps[next++];
            var k = step.K;
            switch (step.Code)
            {
                case StepCode.LoadImmediate: a = k; break;
                case StepCode.LoadLength: a = wireLength; break;
                case StepCode.LoadScratch: a = scratch[(int)k]; break;
                case StepCode.LoadWord: if (!reader.TryWord(k, ref a)) return 0; break;
                case StepCode.LoadHalf: if (!reader.TryHalf(k, ref a)) return 0; break;
                case StepCode.LoadByte: if (!reader.TryByte(k, ref a)) return 0; break;
                // 64 bits wide, so that X + k cannot wrap [VM-2].
                case StepCode.LoadWordIndexed: if (!reader.TryWord((ulong)x + k, ref a)) return 0; break;
                case StepCode.LoadHalfIndexed: if (!reader.TryHalf((ulong)x + k, ref a)) return 0; break;
                case StepCode.LoadByteIndexed: if (!reader.TryByte((ulong)x + k, ref a)) return 0; break;

                case StepCode.LoadXImmediate: x = k; break;
                case StepCode.LoadXLength: x = wireLength; break;
                case StepCode.LoadXScratch: x = scratch[(int)k]; break;
                case StepCode.LoadXHeaderLength: if (!reader.TryByte(k, ref x)) return 0; x = (x & 0xf) << 2; break;

                case StepCode.Store: scratch[(int)k] = a; break;
                case StepCode.StoreX: scratch[(int)k] = x; break;

                case StepCode.Add: a += k; break;
                case StepCode.AddX: a += x; break;
                case StepCode.Subtract: a -= k; break;
                case StepCode.SubtractX: a -= x; break;
                case StepCode.Multiply: a *= k; break;
                case StepCode.MultiplyX: a *= x; break;
                case StepCode.Divide: a /= k; break;
                case StepCode.DivideX: if (x == 0) return 0; a /= x; break;
                case StepCode.Modulo: a %= k; break;
                case StepCode.ModuloX: if (x == 0) return 0; a %= x; break;
                case StepCode.Or: a |= k; break;
                case StepCode.OrX: a |= x; break;
                case StepCode.And: a &= k; break;
                case StepCode.AndX: a &= x; break;
                case StepCode.Xor: a ^= k; break;
                case StepCode.XorX: a ^= x; break;
                // C# takes a shift count modulo 32, so a count that has no result is caught here.
                case StepCode.ShiftLeft: if (k >= OpcodeTable.RegisterBits) return 0; a <<= (int)k; break;
                case StepCode.ShiftLeftX: if (x >= OpcodeTable.RegisterBits) return 0; a <<= (int)x; break;
                case StepCode.ShiftRight: if (k >= OpcodeTable.RegisterBits) return 0; a >>= (int)k; break;
                case StepCode.ShiftRightX: if (x >= OpcodeTable.RegisterBits) return 0; a >>= (int)x; break;
                case StepCode.Negate: a = 0 - a; break;

                case StepCode.Jump: next += (int)k; break;
                case StepCode.JumpIfEqual: next += a == k ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfEqualX: next += a == x ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfGreater: next += a > k ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfGreaterX: next += a > x ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfGreaterOrEqual: next += a >= k ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfGreaterOrEqualX: next += a >= x ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfSet: next += (a & k) != 0 ? step.JumpTrue : step.JumpFalse; break;
                case StepCode.JumpIfSetX: next += (a & x) != 0 ? step.JumpTrue : step.JumpFalse; break;

                case StepCode.Return: return k;
                case StepCode.ReturnA: return a;
                case StepCode.CopyAToX: x = a; break;
                case StepCode.CopyXToA: a = x; break;
                default: throw new UnreachableException();
            }
        }
    }
}

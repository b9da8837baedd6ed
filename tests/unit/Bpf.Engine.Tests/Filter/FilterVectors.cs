using Bpf.Engine.Filter;
using static Bpf.Engine.Filter.Opcode;
using static Bpf.Engine.Tests.Filter.Programs;

namespace Bpf.Engine.Tests.Filter;

/// <summary>
/// Program, frame, wire length, verdict: what every engine must answer alike [VM-6]. The frame is 01 02 .. 0a unless the case says otherwise;
/// a program without a return gets "ret a".
/// </summary>
internal static class FilterVectors
{
    private static readonly byte[] Ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

    public static readonly FilterVector[] All =
    [
        // Loads [VM-1], and their ends [VM-2].
        A("ld #k", 0xdead_beef, Do(LoadImmediate, 0xdead_beef)),
        A("ld [k] is big endian", 0x0102_0304, Do(LoadWord, 0)),
        A("ld [k], last that fits", 0x0708_090a, Do(LoadWord, 6)),
        A("ld [k], one byte short", 0, Do(LoadWord, 7)),
        A("ldh [k]", 0x0304, Do(LoadHalf, 2)),
        A("ldh [k], last that fits", 0x090a, Do(LoadHalf, 8)),
        A("ldh [k], one byte short", 0, Do(LoadHalf, 9)),
        A("ldb [k]", 0x0a, Do(LoadByte, 9)),
        A("ldb [k], outside", 0, Do(LoadByte, 10)),
        A("ld [k], at the end of the number range", 0, Do(LoadWord, 0xffff_fffc)),
        A("ldh [k], at the end of the number range", 0, Do(LoadHalf, 0xffff_fffe)),
        A("ldb [k], at the end of the number range", 0, Do(LoadByte, 0xffff_ffff)),
        A("ld [x + k]", 0x0506_0708, Do(LoadXImmediate, 3), Do(LoadWordIndexed, 1)),
        A("ld [x + k], one byte short", 0, Do(LoadXImmediate, 3), Do(LoadWordIndexed, 4)),
        A("ldh [x + k]", 0x090a, Do(LoadXImmediate, 8), Do(LoadHalfIndexed, 0)),
        A("ldh [x + k], one byte short", 0, Do(LoadXImmediate, 8), Do(LoadHalfIndexed, 1)),
        A("ldb [x + k]", 0x0a, Do(LoadXImmediate, 4), Do(LoadByteIndexed, 5)),
        A("ldb [x + k], outside", 0, Do(LoadXImmediate, 5), Do(LoadByteIndexed, 5)),
        A("ld [x + k] does not wrap to the start", 0, Do(LoadXImmediate, 0xffff_ffff), Do(LoadWordIndexed, 1)),
        A("ldh [x + k] does not wrap to the start", 0, Do(LoadXImmediate, 0xffff_fffe), Do(LoadHalfIndexed, 4)),
        A("ldb [x + k] does not wrap to the start", 0, Do(LoadXImmediate, 2), Do(LoadByteIndexed, 0xffff_ffff)),
        A("ld #pktlen is the wire length", 1500, Do(LoadLength)) with { WireLength = 1500 },
        A("ldx #pktlen is the wire length", 1500, Do(LoadXLength), Do(CopyXToA)) with { WireLength = 1500 },
        A("ldx #pktlen, the greatest", uint.MaxValue, Do(LoadXLength), Do(CopyXToA)) with { WireLength = uint.MaxValue },
        A("the wire length lets nothing be read", 0, Do(LoadByte, 10)) with { WireLength = 1500 },
        A("ldx #k", 77, Do(LoadXImmediate, 77), Do(CopyXToA)),
        A("ldxb 4*([k]&0xf)", 40, Do(LoadXHeaderLength, 9), Do(CopyXToA)),
        A("ldxb masks the version", 60, Do(LoadXHeaderLength, 0), Do(CopyXToA)) with { Frame = [0xff] },
        A("ldxb outside", 0, Do(LoadXHeaderLength, 10), Do(LoadImmediate, 5)),
        A("ld from an empty frame", 0, Do(LoadByte, 0), Do(LoadImmediate, 5)) with { Frame = [] },
        A("a frame of 4 bytes holds a word", 0x0102_0304, Do(LoadWord, 0)) with { Frame = [1, 2, 3, 4] },

        // Registers and scratch words.
        A("A is 0 at the start", 0, Do(Or, 0)),
        A("X is 0 at the start", 0, Do(LoadImmediate, 5), Do(CopyXToA)),
        A("tax, txa", 9, Do(LoadImmediate, 9), Do(CopyAToX), Do(LoadImmediate, 1), Do(CopyXToA)),
        A("st, ld M[]", 9, Do(LoadImmediate, 9), Do(Store, 15), Do(LoadImmediate, 1), Do(LoadScratch, 15)),
        A("stx, ldx M[]", 8, Do(LoadXImmediate, 8), Do(StoreX, 0), Do(LoadXImmediate, 1), Do(LoadXScratch, 0), Do(CopyXToA)),
        A("scratch words are apart", 1, Do(LoadImmediate, 1), Do(Store, 0), Do(LoadImmediate, 2), Do(Store, 1), Do(LoadScratch, 0)),

        // Arithmetic is modulo 2^32 and unsigned.
        .. Arithmetic("add", Add, AddX, (7, 5, 12), (0xffff_ffff, 1, 0), (0x8000_0000, 0x8000_0001, 1)),
        .. Arithmetic("sub", Subtract, SubtractX, (7, 5, 2), (0, 1, 0xffff_ffff), (5, 7, 0xffff_fffe)),
        .. Arithmetic("mul", Multiply, MultiplyX, (7, 5, 35), (0x8000_0000, 2, 0), (0xffff_ffff, 0xffff_ffff, 1)),
        .. Arithmetic("div", Divide, DivideX, (7, 2, 3), (0xffff_ffff, 2, 0x7fff_ffff), (5, 0xffff_ffff, 0)),
        .. Arithmetic("mod", Modulo, ModuloX, (7, 4, 3), (0xffff_ffff, 16, 15), (5, 0xffff_ffff, 5)),
        .. Arithmetic("or", Or, OrX, (5, 3, 7), (0xffff_0000, 0xffff, 0xffff_ffff)),
        .. Arithmetic("and", And, AndX, (5, 3, 1), (0xffff_0000, 0xffff, 0)),
        .. Arithmetic("xor", Xor, XorX, (5, 3, 6), (0xffff_ffff, 0xffff_ffff, 0)),
        .. Arithmetic("lsh", ShiftLeft, ShiftLeftX, (1, 31, 0x8000_0000), (3, 31, 0x8000_0000), (9, 0, 9)),
        .. Arithmetic("rsh", ShiftRight, ShiftRightX, (0x8000_0000, 31, 1), (0xffff_ffff, 4, 0x0fff_ffff), (9, 0, 9)),
        A("neg", 0xffff_ffff, Do(LoadImmediate, 1), Do(Negate)),
        A("neg 0", 0, Do(Negate)),
        A("neg of the middle", 0x8000_0000, Do(LoadImmediate, 0x8000_0000), Do(Negate)),
        Ends("div x, X = 0", DivideX, 0),
        Ends("mod x, X = 0", ModuloX, 0),
        Ends("lsh x, X = 32", ShiftLeftX, 32),
        Ends("rsh x, X = 32", ShiftRightX, 32),
        Ends("lsh x, X = 2^32 - 1", ShiftLeftX, uint.MaxValue),
        Ends("rsh x, X = 2^31", ShiftRightX, 0x8000_0000),

        // Jumps.
        A("ja 0", 1, Do(LoadImmediate, 1), Do(Jump, 0)),
        A("ja over two", 1, Do(LoadImmediate, 1), Do(Jump, 2), Do(LoadImmediate, 2), Do(LoadImmediate, 3)),
        .. Comparison("jeq", JumpIfEqual, JumpIfEqualX, (5, 5, true), (5, 4, false), (0xffff_ffff, 0xffff_ffff, true)),
        .. Comparison("jgt", JumpIfGreater, JumpIfGreaterX, (5, 5, false), (6, 5, true), (0x8000_0000, 0x7fff_ffff, true), (1, 0xffff_ffff, false)),
        .. Comparison("jge", JumpIfGreaterOrEqual, JumpIfGreaterOrEqualX, (5, 5, true), (4, 5, false), (0xffff_ffff, 1, true)),
        .. Comparison("jset", JumpIfSet, JumpIfSetX, (6, 2, true), (5, 2, false), (0x8000_0000, 0xffff_ffff, true), (5, 0, false)),
        A("a load and the test behind it leave A", 0x0102, Do(LoadHalf, 0), Test(JumpIfEqual, 0x0102, 0, 1), Do(ReturnA), Do(Return, 7)),
        A("a jump to the test behind a load", 3, Do(LoadImmediate, 3), Test(JumpIfEqual, 3, 1, 0), Do(LoadHalf, 0), Test(JumpIfEqual, 3, 0, 1), Do(ReturnA), Do(Return, 7)),
        A("the farthest jump", 2, [Test(JumpIfEqual, 0, 255, 0), .. Enumerable.Repeat(Do(LoadImmediate, 1), 255), Do(Add, 2)]),

        // Ends.
        A("ret #k", 0xffff_ffff, Do(Return, 0xffff_ffff)),
        A("ret a", 0, Do(ReturnA)),
    ];

    private static FilterVector A(string name, uint verdict, params Instruction[] program) => new(
        name, program[^1].Code is Return or ReturnA ? program : [.. program, Do(ReturnA)], Ten, (uint)Ten.Length, verdict);

    private static IEnumerable<FilterVector> Arithmetic(string name, ushort byK, ushort byX, params (uint A, uint Operand, uint Result)[] cases)
    {
        foreach (var (a, operand, result) in cases)
        {
            yield return A($"{name} #k: {a}, {operand}", result, Do(LoadImmediate, a), Do(byK, operand));
            yield return A($"{name} x: {a}, {operand}", result, Do(LoadXImmediate, operand), Do(LoadImmediate, a), Do(byX));
        }
    }

    private static IEnumerable<FilterVector> Comparison(string name, ushort byK, ushort byX, params (uint A, uint Operand, bool Holds)[] cases)
    {
        foreach (var (a, operand, holds) in cases)
        {
            var verdict = holds ? 1u : 2u;
            yield return A($"{name} #k: {a}, {operand}", verdict, Do(LoadImmediate, a), Test(byK, operand, 0, 1), Do(Return, 1), Do(Return, 2));
            yield return A($"{name} x: {a}, {operand}", verdict,
                Do(LoadXImmediate, operand), Do(LoadImmediate, a), Test(byX, 0, 0, 1), Do(Return, 1), Do(Return, 2));
        }
    }

    /// <summary>The instruction ends the program with 0; the return behind it would give 5.</summary>
    private static FilterVector Ends(string name, ushort code, uint x) =>
        A(name, 0, Do(LoadXImmediate, x), Do(LoadImmediate, 1), Do(code), Do(Return, 5));
}

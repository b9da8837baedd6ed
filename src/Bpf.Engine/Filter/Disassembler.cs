using System.Globalization;
using System.Text;

namespace Bpf.Engine.Filter;

/// <summary>
/// Prints a program as <c>tcpdump -d</c> does, one line an instruction:
/// <code>
/// (000) ldh      [12]
/// (001) jeq      #0x800           jt 2    jf 4
/// </code>
/// Jump targets are absolute, and separated by a tab as tcpdump does.
/// </summary>
public static class Disassembler
{
    /// <summary>The whole program, lines separated by a line feed, none after the last.</summary>
    public static string Format(FilterProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Format(program.Instructions);
    }

    /// <summary>Instructions that need not be a valid program; a code that is no instruction prints as <c>unimp</c>.</summary>
    public static string Format(ReadOnlySpan<Instruction> instructions)
    {
        var listing = new StringBuilder();
        for (var index = 0; index < instructions.Length; index++)
        {
            if (index > 0) listing.Append('\n');
            listing.Append(FormatLine(instructions[index], index));
        }

        return listing.ToString();
    }

    /// <summary>One instruction as a line, which stands at <paramref name="index"/> in its program.</summary>
    public static string FormatLine(Instruction instruction, int index)
    {
        var (mnemonic, operand) = Describe(instruction, index);
        if (!OpcodeTable.Of(instruction.Code).HasFlag(OpcodeTraits.Branches))
            return string.Create(CultureInfo.InvariantCulture, $"({index:d3}) {mnemonic,-8} {operand}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"({index:d3}) {mnemonic,-8} {operand,-16} jt {index + 1 + instruction.JumpTrue}\tjf {index + 1 + instruction.JumpFalse}");
    }

    private static (string Mnemonic, string Operand) Describe(Instruction instruction, int index)
    {
        var k = instruction.K;
        return instruction.Code switch
        {
            Opcode.Return => ("ret", Decimal(k)),
            Opcode.ReturnA => ("ret", ""),
            Opcode.LoadWord => ("ld", Absolute(k)),
            Opcode.LoadHalf => ("ldh", Absolute(k)),
            Opcode.LoadByte => ("ldb", Absolute(k)),
            Opcode.LoadLength => ("ld", "#pktlen"),
            Opcode.LoadWordIndexed => ("ld", Indexed(k)),
            Opcode.LoadHalfIndexed => ("ldh", Indexed(k)),
            Opcode.LoadByteIndexed => ("ldb", Indexed(k)),
            Opcode.LoadImmediate => ("ld", Hex(k)),
            Opcode.LoadXImmediate => ("ldx", Hex(k)),
            Opcode.LoadXLength => ("ldx", "#pktlen"),
            Opcode.LoadXHeaderLength => ("ldxb", string.Create(CultureInfo.InvariantCulture, $"4*([{(int)k}]&0xf)")),
            Opcode.LoadScratch => ("ld", Scratch(k)),
            Opcode.LoadXScratch => ("ldx", Scratch(k)),
            Opcode.Store => ("st", Scratch(k)),
            Opcode.StoreX => ("stx", Scratch(k)),
            Opcode.Jump => ("ja", unchecked(index + 1 + (int)k).ToString(CultureInfo.InvariantCulture)),
            Opcode.JumpIfGreater => ("jgt", Hex(k)),
            Opcode.JumpIfGreaterOrEqual => ("jge", Hex(k)),
            Opcode.JumpIfEqual => ("jeq", Hex(k)),
            Opcode.JumpIfSet => ("jset", Hex(k)),
            Opcode.JumpIfGreaterX => ("jgt", "x"),
            Opcode.JumpIfGreaterOrEqualX => ("jge", "x"),
            Opcode.JumpIfEqualX => ("jeq", "x"),
            Opcode.JumpIfSetX => ("jset", "x"),
            Opcode.AddX => ("add", "x"),
            Opcode.SubtractX => ("sub", "x"),
            Opcode.MultiplyX => ("mul", "x"),
            Opcode.DivideX => ("div", "x"),
            Opcode.ModuloX => ("mod", "x"),
            Opcode.AndX => ("and", "x"),
            Opcode.OrX => ("or", "x"),
            Opcode.XorX => ("xor", "x"),
            Opcode.ShiftLeftX => ("lsh", "x"),
            Opcode.ShiftRightX => ("rsh", "x"),
            Opcode.Add => ("add", Decimal(k)),
            Opcode.Subtract => ("sub", Decimal(k)),
            Opcode.Multiply => ("mul", Decimal(k)),
            Opcode.Divide => ("div", Decimal(k)),
            Opcode.Modulo => ("mod", Decimal(k)),
            Opcode.And => ("and", Hex(k)),
            Opcode.Or => ("or", Hex(k)),
            Opcode.Xor => ("xor", Hex(k)),
            Opcode.ShiftLeft => ("lsh", Decimal(k)),
            Opcode.ShiftRight => ("rsh", Decimal(k)),
            Opcode.Negate => ("neg", ""),
            Opcode.CopyAToX => ("tax", ""),
            Opcode.CopyXToA => ("txa", ""),
            _ => ("unimp", string.Create(CultureInfo.InvariantCulture, $"0x{instruction.Code:x}")),
        };
    }

    // Signed, as libpcap prints: "ret #-1" is "accept the frame whole".
    private static string Decimal(uint k) => string.Create(CultureInfo.InvariantCulture, $"#{(int)k}");

    private static string Hex(uint k) => string.Create(CultureInfo.InvariantCulture, $"#0x{k:x}");

    private static string Absolute(uint k) => string.Create(CultureInfo.InvariantCulture, $"[{(int)k}]");

    private static string Indexed(uint k) => string.Create(CultureInfo.InvariantCulture, $"[x + {(int)k}]");

    private static string Scratch(uint k) => string.Create(CultureInfo.InvariantCulture, $"M[{(int)k}]");
}

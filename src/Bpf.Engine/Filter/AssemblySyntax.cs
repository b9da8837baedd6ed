using static Bpf.Engine.Filter.AssemblyOperand;

namespace Bpf.Engine.Filter;

/// <summary>Which mnemonic takes which operands: the reading side of <see cref="Disassembler"/>'s list.</summary>
internal static class AssemblySyntax
{
    private static readonly (string Mnemonic, (AssemblyOperand Operand, ushort Opcode)[] Forms)[] Rows =
    [
        ("ld",
        [
            (Absolute, Opcode.LoadWord), (Indexed, Opcode.LoadWordIndexed), (Scratch, Opcode.LoadScratch),
            (Length, Opcode.LoadLength), (Constant, Opcode.LoadImmediate),
        ]),
        ("ldh", [(Absolute, Opcode.LoadHalf), (Indexed, Opcode.LoadHalfIndexed)]),
        ("ldb", [(Absolute, Opcode.LoadByte), (Indexed, Opcode.LoadByteIndexed)]),
        ("ldx", [(Scratch, Opcode.LoadXScratch), (Length, Opcode.LoadXLength), (Constant, Opcode.LoadXImmediate)]),
        ("ldxb", [(HeaderLength, Opcode.LoadXHeaderLength)]),
        ("st", [(Scratch, Opcode.Store)]),
        ("stx", [(Scratch, Opcode.StoreX)]),
        ("add", [(Constant, Opcode.Add), (IndexRegister, Opcode.AddX)]),
        ("sub", [(Constant, Opcode.Subtract), (IndexRegister, Opcode.SubtractX)]),
        ("mul", [(Constant, Opcode.Multiply), (IndexRegister, Opcode.MultiplyX)]),
        ("div", [(Constant, Opcode.Divide), (IndexRegister, Opcode.DivideX)]),
        ("mod", [(Constant, Opcode.Modulo), (IndexRegister, Opcode.ModuloX)]),
        ("and", [(Constant, Opcode.And), (IndexRegister, Opcode.AndX)]),
        ("or", [(Constant, Opcode.Or), (IndexRegister, Opcode.OrX)]),
        ("xor", [(Constant, Opcode.Xor), (IndexRegister, Opcode.XorX)]),
        ("lsh", [(Constant, Opcode.ShiftLeft), (IndexRegister, Opcode.ShiftLeftX)]),
        ("rsh", [(Constant, Opcode.ShiftRight), (IndexRegister, Opcode.ShiftRightX)]),
        ("neg", [(None, Opcode.Negate)]),
        ("ja", [(Target, Opcode.Jump)]),
        ("jeq", [(Constant, Opcode.JumpIfEqual), (IndexRegister, Opcode.JumpIfEqualX)]),
        ("jgt", [(Constant, Opcode.JumpIfGreater), (IndexRegister, Opcode.JumpIfGreaterX)]),
        ("jge", [(Constant, Opcode.JumpIfGreaterOrEqual), (IndexRegister, Opcode.JumpIfGreaterOrEqualX)]),
        ("jset", [(Constant, Opcode.JumpIfSet), (IndexRegister, Opcode.JumpIfSetX)]),
        ("ret", [(Constant, Opcode.Return), (None, Opcode.ReturnA)]),
        ("tax", [(None, Opcode.CopyAToX)]),
        ("txa", [(None, Opcode.CopyXToA)]),
    ];

    private static readonly Dictionary<string, (AssemblyOperand Operand, ushort Opcode)[]>.AlternateLookup<ReadOnlySpan<char>> ByMnemonic =
        Rows.ToDictionary(row => row.Mnemonic, row => row.Forms, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>All mnemonics, for an error.</summary>
    public static string Mnemonics { get; } = string.Join(", ", Rows.Select(row => row.Mnemonic));

    /// <summary>The operands that <paramref name="mnemonic"/> takes, with the opcode that each makes; null if there is no such mnemonic.</summary>
    public static (AssemblyOperand Operand, ushort Opcode)[]? Forms(ReadOnlySpan<char> mnemonic) =>
        ByMnemonic.TryGetValue(mnemonic, out var forms) ? forms : null;

    /// <summary>How the operands of <paramref name="forms"/> are written, for an error.</summary>
    public static string Describe((AssemblyOperand Operand, ushort Opcode)[] forms) => string.Join(" or ", forms.Select(form => form.Operand switch
    {
        None => "nothing",
        Constant => "#k",
        Length => "#pktlen",
        Absolute => "[k]",
        Indexed => "[x + k]",
        Scratch => "M[k]",
        HeaderLength => "4*([k]&0xf)",
        IndexRegister => "x",
        _ => "the number of an instruction",
    }));
}

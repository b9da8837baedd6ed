using static Bpf.Engine.Filter.AssemblyOperand;

namespace Bpf.Engine.Filter;

/// <summary>Reads one line of a listing, <c>(001) jeq #0x800 jt 2 jf 4</c>; see <see cref="Assembler"/>.</summary>
internal static class AssemblyLine
{
    /// <summary>Skips that fit into the byte of a test.</summary>
    private const int LargestSkip = byte.MaxValue;

    /// <summary>The instruction at <paramref name="index"/> of its program; false with the cursor's failure.</summary>
    public static bool TryRead(ref AssemblyCursor cursor, int index, out Instruction instruction)
    {
        instruction = default;
        if (!ReadIndex(ref cursor, index)) return false;
        var (found, position) = (cursor.Found(), cursor.Position);
        var mnemonic = cursor.Word();
        if (mnemonic.SequenceEqual("unimp")) return ReadUnimplemented(ref cursor, out instruction);
        if (AssemblySyntax.Forms(mnemonic) is not { } forms)
            return cursor.Fail($"{found} is no instruction; there are {AssemblySyntax.Mnemonics}", position);

        (found, position) = (cursor.Found(), cursor.Position);
        if (!ReadOperand(ref cursor, out var operand, out var value)) return false;
        foreach (var form in forms)
        {
            if (form.Operand != operand) continue;
            return OpcodeTable.Of(form.Opcode).HasFlag(OpcodeTraits.Branches)
                ? ReadTargets(ref cursor, index, form.Opcode, value, out instruction)
                : Plain(index, form.Opcode, operand, value, out instruction);
        }

        return cursor.Fail($"{AssemblyCursor.Quote(mnemonic)} takes {AssemblySyntax.Describe(forms)}, not {found}", position);
    }

    private static bool ReadIndex(ref AssemblyCursor cursor, int index)
    {
        if (!cursor.Take('(')) return true;
        var position = cursor.Position;
        if (!cursor.Number(0, int.MaxValue, out var number) || !cursor.Expect(")")) return false;
        return number == index
            || cursor.Fail($"the line is numbered {number}, but holds instruction {index}; they count from 0, or leave the numbers out", position);
    }

    private static bool ReadUnimplemented(ref AssemblyCursor cursor, out Instruction instruction)
    {
        instruction = default;
        var position = cursor.Position;
        if (!cursor.Number(0, ushort.MaxValue, out var code)) return false;
        if (OpcodeTable.Of((ushort)code) != OpcodeTraits.None)
            return cursor.Fail($"0x{code:x} is an instruction; \"unimp\" is for codes that are none", position);
        instruction = new Instruction((ushort)code, 0, 0, 0);
        return true;
    }

    private static bool ReadOperand(ref AssemblyCursor cursor, out AssemblyOperand operand, out uint value)
    {
        value = 0;
        operand = None;
        if (cursor.IsAtEnd) return true;
        if (cursor.Take('#'))
        {
            operand = cursor.TakeWord("pktlen") ? Length : Constant;
            return operand == Length || cursor.Constant(out value);
        }

        if (cursor.Take('['))
        {
            operand = cursor.TakeWord("x") ? Indexed : Absolute;
            if (operand == Absolute && cursor.IsAtLetter)
            {
                // As "ldb [vlanp]": tcpdump on Linux names what only the kernel there can load, offsets from -4096 on.
                return cursor.Fail($"{cursor.Found()} is no offset; loads take bytes of the frame, [k] or [x + k]");
            }

            return (operand == Absolute || cursor.Expect("+")) && cursor.Constant(out value) && cursor.Expect("]");
        }

        if (cursor.TakeWord("M"))
        {
            operand = Scratch;
            return cursor.Expect("[") && cursor.Constant(out value) && cursor.Expect("]");
        }

        if (cursor.TakeWord("x"))
        {
            operand = IndexRegister;
            return true;
        }

        if (cursor.Take("4*"))
        {
            operand = HeaderLength;
            return cursor.Expect("([") && cursor.Constant(out value) && cursor.Expect("]&0xf)");
        }

        operand = cursor.IsAtNumber ? Target : Unknown;
        return operand == Unknown || cursor.Constant(out value);
    }

    private static bool Plain(int index, ushort opcode, AssemblyOperand operand, uint value, out Instruction instruction)
    {
        // Modulo 2^32, as the listing is: a "ja" that goes backwards can be written, and is then refused by name.
        var k = operand == Target ? unchecked(value - (uint)index - 1) : value;
        instruction = new Instruction(opcode, 0, 0, k);
        return true;
    }

    private static bool ReadTargets(ref AssemblyCursor cursor, int index, ushort opcode, uint k, out Instruction instruction)
    {
        var read = ReadTarget(ref cursor, "jt", index, out var jumpTrue) & ReadTarget(ref cursor, "jf", index, out var jumpFalse);
        instruction = new Instruction(opcode, jumpTrue, jumpFalse, k);
        return read;
    }

    private static bool ReadTarget(ref AssemblyCursor cursor, string name, int index, out byte skip)
    {
        skip = 0;
        if (!cursor.TakeWord(name)) return cursor.Fail($"{cursor.Found()} stands where \"{name}\" and the number of an instruction belong");
        if (!cursor.Number(index + 1, index + 1 + LargestSkip, out var target)) return false;
        skip = (byte)(target - index - 1);
        return true;
    }
}

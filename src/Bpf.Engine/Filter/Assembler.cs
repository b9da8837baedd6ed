using System.Diagnostics.CodeAnalysis;

namespace Bpf.Engine.Filter;

/// <summary>
/// Reads a program back from text, in any of the three forms that tcpdump writes, told apart by how the first line begins:
/// <code>
/// (001) jeq      #0x800           jt 2    jf 4       tcpdump -d, what <see cref="Disassembler"/> prints
/// { 0x15, 0, 2, 0x00000800 },                        tcpdump -dd, which C includes
/// 21 0 2 2048                                        tcpdump -ddd, behind a line with the number of instructions
/// </code>
/// Blank lines and the amount of blanks do not matter, the numbers in front of a listing's lines may be left out, and numbers may be
/// hexadecimal everywhere.
///
/// It translates and judges nothing: the instructions are as little to be trusted as those of BIOCSETF, and
/// <see cref="FilterProgram.TryCreate"/> decides about them. What a listing does not show, the fields that an instruction does not use,
/// becomes 0. Pure, and safe on any thread.
/// </summary>
public static class Assembler
{
    /// <summary>
    /// Characters in a text. The longest line that tcpdump writes, a test with its two targets, has 55; so the longest program fits.
    /// </summary>
    public const int MaxTextLength = 64 * Validator.InstructionCeiling;

    /// <summary>
    /// Translates <paramref name="text"/>; false with the first thing that is wrong in <paramref name="error"/>. Never throws, and its cost
    /// grows with the text's length, which is bounded.
    /// </summary>
    /// <param name="text">One instruction a line, LF or CR LF; not trusted.</param>
    /// <param name="instructions">1 to <see cref="Validator.InstructionCeiling"/> instructions, not verified; or null.</param>
    /// <param name="error">What is wrong, or null.</param>
    public static bool TryAssemble(
        ReadOnlySpan<char> text,
        [NotNullWhen(true)] out Instruction[]? instructions,
        [NotNullWhen(false)] out AssemblyError? error)
    {
        instructions = null;
        if (text.Length > MaxTextLength)
        {
            error = new(0, 0, $"the text has {text.Length} characters; at most {MaxTextLength} are allowed");
            return false;
        }

        var form = Form.Unknown;
        var expectedCount = 0L;
        var program = new List<Instruction>();
        var lineNumber = 0;
        foreach (var line in text.EnumerateLines())
        {
            lineNumber++;
            var cursor = new AssemblyCursor(line);
            if (cursor.IsAtEnd) continue;
            if (form == Form.Unknown)
            {
                form = Recognize(line);
                if (form == Form.Numbers)
                {
                    if (!ReadCount(ref cursor, out expectedCount)) return Fail(cursor, lineNumber, out error);
                    continue;
                }
            }

            if (program.Count == Validator.InstructionCeiling)
            {
                error = new(lineNumber, 0, $"the program has more than {Validator.InstructionCeiling} instructions");
                return false;
            }

            if (!ReadLine(ref cursor, form, program.Count, out var instruction)) return Fail(cursor, lineNumber, out error);
            program.Add(instruction);
        }

        if (program.Count == 0)
            error = new(0, 0, "there is no instruction; a program needs at least one, a return");
        else if (form == Form.Numbers && program.Count != expectedCount)
            error = new(0, 0, $"the first line announces {expectedCount} instructions, {program.Count} follow");
        else
            error = null;
        if (error is not null) return false;
        instructions = [.. program];
        return true;
    }

    private static Form Recognize(ReadOnlySpan<char> line) => line.TrimStart(" \t")[0] switch
    {
        '{' => Form.Initializer,
        >= '0' and <= '9' => Form.Numbers,
        _ => Form.Listing,
    };

    private static bool ReadLine(ref AssemblyCursor cursor, Form form, int index, out Instruction instruction) =>
        form switch
        {
            Form.Listing => AssemblyLine.TryRead(ref cursor, index, out instruction),
            Form.Initializer => ReadInitializer(ref cursor, out instruction),
            _ => ReadNumbers(ref cursor, out instruction),
        }
        && ExpectEnd(ref cursor);

    private static bool ReadCount(ref AssemblyCursor cursor, out long count) =>
        cursor.Number(1, Validator.InstructionCeiling, out count) && ExpectEnd(ref cursor);

    private static bool ReadNumbers(ref AssemblyCursor cursor, out Instruction instruction)
    {
        uint k = 0;
        long jumpTrue = 0, jumpFalse = 0;
        var read = cursor.Number(0, ushort.MaxValue, out var code)
            && cursor.Number(0, byte.MaxValue, out jumpTrue)
            && cursor.Number(0, byte.MaxValue, out jumpFalse)
            && cursor.Constant(out k);
        instruction = new Instruction((ushort)code, (byte)jumpTrue, (byte)jumpFalse, k);
        return read;
    }

    private static bool ReadInitializer(ref AssemblyCursor cursor, out Instruction instruction)
    {
        uint k = 0;
        long code = 0, jumpTrue = 0, jumpFalse = 0;
        var read = cursor.Expect("{")
            && cursor.Number(0, ushort.MaxValue, out code) && cursor.Expect(",")
            && cursor.Number(0, byte.MaxValue, out jumpTrue) && cursor.Expect(",")
            && cursor.Number(0, byte.MaxValue, out jumpFalse) && cursor.Expect(",")
            && cursor.Constant(out k) && cursor.Expect("}");
        if (read) cursor.Take(',');
        instruction = new Instruction((ushort)code, (byte)jumpTrue, (byte)jumpFalse, k);
        return read;
    }

    private static bool ExpectEnd(ref AssemblyCursor cursor) =>
        cursor.IsAtEnd || cursor.Fail($"{cursor.Found()} follows where the line should end; one instruction a line");

    private static bool Fail(in AssemblyCursor cursor, int lineNumber, out AssemblyError error)
    {
        error = new(lineNumber, cursor.FailureColumn, cursor.Failure!);
        return false;
    }

    /// <summary>Which of tcpdump's three forms a text has.</summary>
    private enum Form
    {
        Unknown,
        Listing,
        Initializer,
        Numbers,
    }
}

using System.Globalization;
using System.Text;
using Bpf.Engine.Filter;

namespace FilterBench;

/// <summary>
/// A program as a function in C, instruction by instruction and with nothing but what the rules ask for: what somebody would write who had to
/// have this one filter. Making it fast is left to gcc.
/// </summary>
internal static class Translation
{
    private const string Head = """
        #include <stdint.h>
        #include <string.h>
        static inline uint32_t word(const uint8_t *at) { uint32_t value; memcpy(&value, at, 4); return __builtin_bswap32(value); }
        static inline uint32_t half(const uint8_t *at) { uint16_t value; memcpy(&value, at, 2); return __builtin_bswap16(value); }

        """;

    public static string Translate(IReadOnlyList<FilterProgram> programs)
    {
        var text = new StringBuilder(Head);
        for (var number = 0; number < programs.Count; number++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"static uint32_t program{number}(const uint8_t *p, uint32_t wire_length, uint32_t length) {{");
            text.AppendLine("  uint32_t a = 0, x = 0, m[16] = {0}; (void)a, (void)x, (void)m, (void)wire_length;");
            var instructions = programs[number].Instructions;
            for (var index = 0; index < instructions.Length; index++)
                text.AppendLine(CultureInfo.InvariantCulture, $"l{index}: __attribute__((unused)); {Statement(instructions[index], index)}");
            text.AppendLine("}");
        }

        text.AppendLine("typedef uint32_t (*program)(const uint8_t *, uint32_t, uint32_t);");
        var names = string.Join(", ", Enumerable.Range(0, programs.Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"program{number}")));
        text.AppendLine(CultureInfo.InvariantCulture, $"const program programs[] = {{ {names}, 0 }};");
        return text.ToString();
    }

    private static string Statement(Instruction instruction, int index)
    {
        var k = string.Create(CultureInfo.InvariantCulture, $"{instruction.K}u");
        var whenTrue = index + 1 + instruction.JumpTrue;
        var whenFalse = index + 1 + instruction.JumpFalse;
        return instruction.Code switch
        {
            Opcode.LoadWord => Load("a", k, 4, "word(p + o)"),
            Opcode.LoadHalf => Load("a", k, 2, "half(p + o)"),
            Opcode.LoadByte => Load("a", k, 1, "p[o]"),
            Opcode.LoadWordIndexed => Load("a", "(uint64_t)x + " + k, 4, "word(p + o)"),
            Opcode.LoadHalfIndexed => Load("a", "(uint64_t)x + " + k, 2, "half(p + o)"),
            Opcode.LoadByteIndexed => Load("a", "(uint64_t)x + " + k, 1, "p[o]"),
            Opcode.LoadXHeaderLength => Load("x", k, 1, "(p[o] & 0xfu) << 2"),
            Opcode.LoadImmediate => $"a = {k};",
            Opcode.LoadLength => "a = wire_length;",
            Opcode.LoadScratch => $"a = m[{k}];",
            Opcode.LoadXImmediate => $"x = {k};",
            Opcode.LoadXScratch => $"x = m[{k}];",
            Opcode.Store => $"m[{k}] = a;",
            Opcode.StoreX => $"m[{k}] = x;",
            Opcode.Add => $"a += {k};",
            Opcode.AddX => "a += x;",
            Opcode.Subtract => $"a -= {k};",
            Opcode.SubtractX => "a -= x;",
            Opcode.And => $"a &= {k};",
            Opcode.AndX => "a &= x;",
            Opcode.Or => $"a |= {k};",
            Opcode.ShiftLeft => $"a <<= {k};",
            Opcode.ShiftRight => $"a >>= {k};",
            Opcode.CopyAToX => "x = a;",
            Opcode.CopyXToA => "a = x;",
            Opcode.Jump => string.Create(CultureInfo.InvariantCulture, $"goto l{index + 1 + instruction.K};"),
            Opcode.JumpIfEqual => Test($"a == {k}", whenTrue, whenFalse),
            Opcode.JumpIfGreater => Test($"a > {k}", whenTrue, whenFalse),
            Opcode.JumpIfGreaterOrEqual => Test($"a >= {k}", whenTrue, whenFalse),
            Opcode.JumpIfSet => Test($"a & {k}", whenTrue, whenFalse),
            Opcode.Return => $"return {k};",
            Opcode.ReturnA => "return a;",
            _ => throw new NotSupportedException($"The bench's programs have no {Disassembler.FormatLine(instruction, index)}."),
        };
    }

    private static string Load(string register, string offset, int size, string value) => string.Create(
        CultureInfo.InvariantCulture, $"{{ uint64_t o = {offset}; if (o + {size} > length) return 0; {register} = {value}; }}");

    private static string Test(string condition, int whenTrue, int whenFalse) =>
        string.Create(CultureInfo.InvariantCulture, $"if ({condition}) goto l{whenTrue}; else goto l{whenFalse};");
}

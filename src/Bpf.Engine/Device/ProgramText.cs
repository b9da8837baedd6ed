using System.Globalization;
using Bpf.Engine.Filter;

namespace Bpf.Engine.Device;

/// <summary>A program as <c>tcpdump -ddd</c> prints it: a line with the count, then a line an instruction, each four decimal numbers, code, jt, jf, k.</summary>
public static class ProgramText
{
    /// <summary>
    /// Reads a text. Null with a sentence in <paramref name="fault"/> when it is none. Nothing is verified, and no more than
    /// <paramref name="maxInstructions"/> lines are looked at: a longer program comes out one instruction too long, which the device refuses.
    /// </summary>
    public static IReadOnlyList<Instruction>? Parse(string text, int maxInstructions, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        fault = null;
        var instructions = new List<Instruction>();
        var count = -1L;
        var lineNumber = 0;
        foreach (var range in text.AsSpan().SplitAny('\n', ','))
        {
            lineNumber++;
            var line = text.AsSpan()[range].Trim();
            if (line.IsEmpty) continue;
            if (count < 0)
            {
                if (!long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out count))
                    return Refuse($"line {lineNumber} must be the number of instructions", out fault);
                continue;
            }

            if (!TryParseLine(line, out var instruction)) return Refuse($"line {lineNumber} must be four decimal numbers: code jt jf k", out fault);
            instructions.Add(instruction);
            if (instructions.Count > maxInstructions) return instructions;
        }

        if (count < 0) return Refuse("it does not begin with the number of instructions", out fault);
        return count == instructions.Count ? instructions : Refuse($"it says {count} instructions and has {instructions.Count}", out fault);
    }

    private static bool TryParseLine(ReadOnlySpan<char> line, out Instruction instruction)
    {
        instruction = default;
        Span<Range> parts = stackalloc Range[5];
        if (line.SplitAny(parts, " \t", StringSplitOptions.RemoveEmptyEntries) != 4) return false;
        if (!ushort.TryParse(line[parts[0]], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            || !byte.TryParse(line[parts[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var jumpTrue)
            || !byte.TryParse(line[parts[2]], NumberStyles.None, CultureInfo.InvariantCulture, out var jumpFalse)
            || !uint.TryParse(line[parts[3]], NumberStyles.None, CultureInfo.InvariantCulture, out var k)) return false;
        instruction = new Instruction(code, jumpTrue, jumpFalse, k);
        return true;
    }

    private static List<Instruction>? Refuse(string what, out string? fault)
    {
        fault = $"This is no program as tcpdump -ddd prints it: {what}.";
        return null;
    }
}

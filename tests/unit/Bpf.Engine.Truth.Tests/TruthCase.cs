using System.Globalization;
using Bpf.Engine.Filter;
using Bpf.Engine.Tests.Filter;

namespace Bpf.Engine.Truth.Tests;

/// <summary>One pair of a program and a frame. As a line of text it is independent of the generators, which change.</summary>
/// <param name="Profile">The rules that the program was verified against.</param>
/// <param name="Program">The instructions.</param>
/// <param name="Frame">The bytes that are present.</param>
/// <param name="WireLength">Bytes the frame had on the wire.</param>
internal sealed record TruthCase(ValidatorProfile Profile, Instruction[] Program, byte[] Frame, uint WireLength)
{
    /// <summary>
    /// The line: profile, wire length, frame in hexadecimal (<c>-</c> when empty), then the program as <c>tcpdump -ddd</c> writes it with
    /// semicolons for line ends.
    /// </summary>
    public string ToLine()
    {
        var program = string.Join(';', Program.Select(step => string.Create(
            CultureInfo.InvariantCulture, $"{step.Code} {step.JumpTrue} {step.JumpFalse} {step.K}")));
        var frame = Frame.Length == 0 ? "-" : Convert.ToHexString(Frame);
        return string.Create(CultureInfo.InvariantCulture, $"{Profile} {WireLength} {frame} {Program.Length};{program}");
    }

    /// <summary>Reads such a line; throws <see cref="FormatException"/> when it is none.</summary>
    public static TruthCase Parse(string line)
    {
        var parts = line.Split(' ', 4);
        if (parts.Length != 4
            || !Enum.TryParse<ValidatorProfile>(parts[0], out var profile)
            || !uint.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var wireLength))
            throw new FormatException($"not a case: {line}");
        if (!Assembler.TryAssemble(parts[3].Replace(';', '\n'), out var program, out var error)) throw new FormatException($"{error}: {line}");
        return new TruthCase(profile, program, parts[2] == "-" ? [] : Convert.FromHexString(parts[2]), wireLength);
    }

    /// <summary>For a person: the frame's bytes and the listing.</summary>
    public string Describe() =>
        $"{Profile} rules, wire length {WireLength}, {Frame.Length} bytes {Convert.ToHexString(Frame)}\n{Disassembler.Format(Program)}";

    /// <summary>The same case with as little in it as still fails <paramref name="fails"/>.</summary>
    public TruthCase Shrink(Func<TruthCase, bool> fails)
    {
        var smallest = this;
        for (var shrunk = true; shrunk;)
        {
            shrunk = false;
            foreach (var smaller in smallest.Smaller())
            {
                if (!FilterProgram.TryCreate(smaller.Program, Validator.InstructionCeiling, Profile, out _, out _) || !fails(smaller)) continue;
                smallest = smaller;
                shrunk = true;
                break;
            }
        }

        return smallest;
    }

    private IEnumerable<TruthCase> Smaller()
    {
        // A step is undone by leaving it out, or, where jumps would then miss, by a step that does nothing.
        var nothing = Programs.Do(Opcode.Or);
        for (var index = 0; index < Program.Length; index++)
        {
            yield return this with { Program = [.. Program[..index], .. Program[(index + 1)..]] };
            if (Program[index] != nothing) yield return this with { Program = [.. Program[..index], nothing, .. Program[(index + 1)..]] };
        }

        if (Frame.Length > 0) yield return this with { Frame = Frame[..^1] };
        if (Frame.Length > 1) yield return this with { Frame = Frame[..(Frame.Length / 2)] };
        if (WireLength != Frame.Length) yield return this with { WireLength = (uint)Frame.Length };
        if (Array.FindIndex(Frame, octet => octet != 0) is >= 0 and var other)
            yield return this with { Frame = [.. Frame[..other], 0, .. Frame[(other + 1)..]] };
    }
}

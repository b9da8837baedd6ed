using Bpf.Engine.Filter;
using Bpf.Engine.Tests.Filter;
using Bpf.Wire;

namespace Bpf.Engine.Truth.Tests.Making;

/// <summary>The program that belongs to a seed and a number, of one of five kinds; always one that the validator accepts.</summary>
internal static class RandomPrograms
{
    /// <summary>Instructions of the long ones, at most; the limit of the default profile's option.</summary>
    public const int LongestProgram = 512;

    private static readonly Lazy<Instruction[][]> Compiled = new(Compile);

    /// <summary>Makes program <paramref name="number"/> of <paramref name="seed"/>; <paramref name="random"/> is only lent.</summary>
    public static FilterProgram Make(SeededRandom random, ulong seed, long number, ValidatorProfile profile)
    {
        random.Restart(seed, number);
        // Some kinds are refused more often than not; the next draw of the same stream follows.
        for (; ; )
        {
            var instructions = Draw(random);
            if (FilterProgram.TryCreate(instructions, LongestProgram, profile, out var program, out _)) return program;
        }
    }

    /// <summary>Instructions of any bits, some fields small so that some of the programs are valid.</summary>
    public static Instruction[] Hostile(SeededRandom random)
    {
        var program = new Instruction[random.OnceIn(200) ? random.Next(1, 300) : random.Next(1, 8)];
        var wild = random.OnceIn(3);
        for (var index = 0; index < program.Length; index++)
        {
            var code = wild && random.OnceIn(6) ? (ushort)random.Next(65_536) : Programs.Opcodes[random.Next(Programs.Opcodes.Length)];
            var k = random.OnceIn(3) ? SteadyPrograms.Constant(random) : (uint)random.Next(-2, 20);
            var skip = random.OnceIn(30) ? 256 : 3;
            program[index] = new Instruction(code, (byte)random.Next(skip), (byte)random.Next(skip), k);
        }

        if (random.OnceIn(2)) program[^1] = Programs.Do(Opcode.ReturnA);
        return program;
    }

    private static Instruction[] Draw(SeededRandom random) => random.Next(8) switch
    {
        0 => Programs.Random(random, maxLength: 40),
        1 or 2 => Programs.RandomFilter(random, maxLength: 40),
        3 => Changed(random),
        4 when random.OnceIn(8) => SteadyPrograms.Make(random, random.Next(100, LongestProgram - 20)),
        _ => SteadyPrograms.Make(random, random.Next(3, 40)),
    };

    /// <summary>A program that libpcap compiled, with a few fields changed: the shape that real filters have.</summary>
    private static Instruction[] Changed(SeededRandom random)
    {
        var program = random.Of<Instruction[]>(Compiled.Value).AsSpan().ToArray();
        for (var change = random.Next(4); change > 0; change--)
        {
            ref var instruction = ref program[random.Next(program.Length)];
            instruction = random.Next(4) switch
            {
                0 => instruction with { K = SteadyPrograms.Constant(random) },
                1 => instruction with { K = unchecked(instruction.K + (uint)random.Next(-1, 2)) },
                2 => instruction with { Code = Programs.Opcodes[random.Next(Programs.Opcodes.Length)] },
                _ => instruction with { JumpTrue = instruction.JumpFalse, JumpFalse = instruction.JumpTrue },
            };
        }

        return program;
    }

    private static Instruction[][] Compile()
    {
        var compiler = new FilterCompiler();
        return [.. Expressions.Valid
            .Select(expression => compiler.Compile(expression, LinkType.Ethernet).Program?.Instructions.ToArray())
            .OfType<Instruction[]>()];
    }
}

namespace Bpf.Engine.Filter;

/// <summary>
/// A program's control flow as basic blocks, for drawing. Jumps only go forward, so a block only leads to later ones.
/// Instructions that no path reaches are in no block.
/// </summary>
public sealed class FilterGraph
{
    private FilterGraph(IReadOnlyList<FilterBlock> blocks) => Blocks = blocks;

    /// <summary>The blocks in the order of the program; the first is the entry.</summary>
    public IReadOnlyList<FilterBlock> Blocks { get; }

    /// <summary>Finds the blocks of <paramref name="program"/>.</summary>
    public static FilterGraph Of(FilterProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var instructions = program.Instructions;
        var (reached, leads) = Trace(instructions);
        var blocks = new List<FilterBlock>();
        for (var start = 0; start < instructions.Length;)
        {
            if (!reached[start])
            {
                start++;
                continue;
            }

            var last = start;
            while (FallsThrough(instructions[last]) && !leads[last + 1]) last++;
            blocks.Add(ToBlock(instructions[last], start, last));
            start = last + 1;
        }

        return new FilterGraph(blocks);
    }

    /// <summary>Which instructions some path reaches, and which are jumped to and so start a block.</summary>
    private static (bool[] Reached, bool[] Leads) Trace(ReadOnlySpan<Instruction> instructions)
    {
        var reached = new bool[instructions.Length];
        var leads = new bool[instructions.Length];
        reached[0] = leads[0] = true;
        for (var index = 0; index < instructions.Length; index++)
        {
            if (!reached[index]) continue;
            var (whenTrue, whenFalse, next) = Successors(instructions[index], index);
            foreach (var target in new[] { whenTrue, whenFalse, next })
            {
                if (target is not { } to) continue;
                reached[to] = true;
                leads[to] |= !FallsThrough(instructions[index]);
            }
        }

        return (reached, leads);
    }

    private static FilterBlock ToBlock(Instruction last, int start, int index)
    {
        var (whenTrue, whenFalse, next) = Successors(last, index);
        return new FilterBlock(start, index + 1, whenTrue, whenFalse, next);
    }

    private static (int? WhenTrue, int? WhenFalse, int? Next) Successors(Instruction instruction, int index)
    {
        var traits = OpcodeTable.Of(instruction.Code);
        if (traits.HasFlag(OpcodeTraits.Returns)) return default;
        if (traits.HasFlag(OpcodeTraits.Branches)) return (index + 1 + instruction.JumpTrue, index + 1 + instruction.JumpFalse, null);
        return (null, null, instruction.Code == Opcode.Jump ? (int)(index + 1 + instruction.K) : index + 1);
    }

    private static bool FallsThrough(Instruction instruction) =>
        (OpcodeTable.Of(instruction.Code) & (OpcodeTraits.Returns | OpcodeTraits.Branches)) == 0 && instruction.Code != Opcode.Jump;
}

using Bpf.Engine.Filter;

namespace WebCap.Filters;

/// <summary>A compiled expression.</summary>
/// <param name="InstructionCount">Its length; 0 for the empty expression, which has no program and accepts everything.</param>
/// <param name="Instructions">Code, jt, jf and k of each instruction, as tcpdump -ddd prints them.</param>
/// <param name="Listing">The same for people, as tcpdump -d prints it.</param>
/// <param name="Graph">How control flows through it.</param>
internal sealed record CompiledFilter(int InstructionCount, uint[][] Instructions, string Listing, FilterGraphView Graph)
{
    public static CompiledFilter Of(FilterProgram? program)
    {
        if (program is null) return new CompiledFilter(0, [], "", new FilterGraphView([]));
        var instructions = program.Instructions;
        var quads = new uint[instructions.Length][];
        for (var index = 0; index < quads.Length; index++)
        {
            var instruction = instructions[index];
            quads[index] = [instruction.Code, instruction.JumpTrue, instruction.JumpFalse, instruction.K];
        }

        return new CompiledFilter(quads.Length, quads, Disassembler.Format(program), FilterGraphView.Of(program));
    }
}

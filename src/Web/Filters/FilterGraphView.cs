using Bpf.Engine.Filter;

namespace WebCap.Filters;

/// <summary>A program's control flow as a page draws it.</summary>
/// <param name="Blocks">In the order of the program; the first is where it begins.</param>
internal sealed record FilterGraphView(IReadOnlyList<FilterBlockView> Blocks)
{
    public static FilterGraphView Of(FilterProgram program) => new([.. FilterGraph.Of(program).Blocks.Select(FilterBlockView.Of)]);
}

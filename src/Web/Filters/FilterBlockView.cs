using Bpf.Engine.Filter;

namespace WebCap.Filters;

/// <summary>Instructions that always run together.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="End">The instruction behind the last.</param>
/// <param name="Next">
/// The first instructions of the blocks that it leads to: where a test holds and where it does not, or the one that follows; none behind a
/// return.
/// </param>
internal sealed record FilterBlockView(int Start, int End, int[] Next)
{
    public static FilterBlockView Of(FilterBlock block) =>
        new(block.Start, block.End, [.. new[] { block.WhenTrue, block.WhenFalse, block.Next }.OfType<int>()]);
}

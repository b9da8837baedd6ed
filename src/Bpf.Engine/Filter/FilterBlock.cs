namespace Bpf.Engine.Filter;

/// <summary>
/// Instructions that always run together: entered at the first, left behind the last. Where it goes is named by the first instruction of
/// the block it goes to. A block that ends with a return goes nowhere.
/// </summary>
/// <param name="Start">Its first instruction.</param>
/// <param name="End">The instruction behind its last.</param>
/// <param name="WhenTrue">Where its final test goes when it holds; null if it does not end with a test.</param>
/// <param name="WhenFalse">Where its final test goes when it does not hold; null if it does not end with a test.</param>
/// <param name="Next">Where it goes without a test, by falling through or by <c>ja</c>; null if it ends with a test or a return.</param>
public sealed record FilterBlock(int Start, int End, int? WhenTrue, int? WhenFalse, int? Next);

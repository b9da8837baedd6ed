namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Fourth pass, from the start to the ends: which loads still need a look at the frame's length, and how far that look goes.
///
/// On the way to a node every path has proved some length; where paths meet, the least of them holds. A load whose end is proved costs nothing.
/// One whose end is not gets a check, and the check asks for all that <see cref="NeedPass"/> found: so the first load of a path pays for
/// those behind it. What is proved about X + k is forgotten where X changes; X + k bytes are also k bytes.
/// </summary>
internal static class CheckPass
{
    public static void Run(JitProgram program)
    {
        var proved = new (ulong Length, ulong BehindX)[program.Nodes.Length];
        var isReached = new bool[program.Nodes.Length];
        isReached[program.Entry] = true;
        for (var index = program.Entry; index < program.Nodes.Length; index++)
        {
            if (program.Nodes[index] is not { } node) continue;
            var here = proved[index];
            if (node.LoadSize > 0) Check(node, ref here);
            if (node.WritesX) here.BehindX = 0;
            if (node.Next != JitNode.Nowhere) Lead(node.Next, here);
            if (node.Otherwise != JitNode.Nowhere) Lead(node.Otherwise, here);
        }

        void Lead(int target, (ulong Length, ulong BehindX) here)
        {
            ref var there = ref proved[target];
            there = isReached[target] ? (Math.Min(there.Length, here.Length), Math.Min(there.BehindX, here.BehindX)) : here;
            isReached[target] = true;
        }
    }

    private static void Check(JitNode node, ref (ulong Length, ulong BehindX) here)
    {
        var end = node.K + node.LoadSize;
        if (!node.IsIndexed)
        {
            if (here.Length >= end) return;
            node.Check = (uint)node.Need;
            here.Length = node.Need;
            return;
        }

        if (here.BehindX >= end) return;
        // Needs beyond any frame made the node a rejection, so both fit 32 bits.
        node.CheckBehindX = (uint)node.NeedBehindX;
        here.BehindX = node.NeedBehindX;
        here.Length = Math.Max(here.Length, here.BehindX);
    }
}

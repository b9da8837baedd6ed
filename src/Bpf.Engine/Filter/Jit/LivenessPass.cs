namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Fifth pass, from the ends to the start: who reads what a node computes? A value that nobody reads is not computed; of a load only the check
/// stays, which can reject. Scratch words that are written and never read disappear, the others become locals, for which the machine code's
/// compiler finds registers.
/// </summary>
internal static class LivenessPass
{
    /// <summary>The bit of A; scratch word i has bit i.</summary>
    public const uint A = 1u << OpcodeTable.ScratchWords;

    private const uint X = A << 1;

    public static void Run(JitProgram program)
    {
        for (var index = program.Nodes.Length - 1; index >= program.Entry; index--)
        {
            if (program.Nodes[index] is not { } node) continue;
            var live = node.Next == JitNode.Nowhere ? 0 : program.Nodes[node.Next]!.LiveIn;
            if (node.Otherwise != JitNode.Nowhere) live |= program.Nodes[node.Otherwise]!.LiveIn;
            node.LiveIn = Enter(node, live);
        }

        program.Prune();
    }

    /// <summary>What is live before the node, from what is live behind it; a node that is found dead is removed.</summary>
    private static uint Enter(JitNode node, uint live)
    {
        var written = Written(node);
        if (written != 0 && (live & written) == 0)
        {
            if (node.Check != 0 || node.CheckBehindX != 0)
            {
                node.IsUnread = true;
                return node.CheckBehindX != 0 ? live | X : live;
            }

            // A division or a shift by X can reject; all others are gone.
            if (!node.IsArithmetic || !node.ReadsX || node.IsSafe)
            {
                node.BecomeJump(node.Next);
                return live;
            }
        }

        live &= ~written;
        if (node.ReadsA) live |= A;
        if (node.ReadsX) live |= X;
        if (node.Code is StepCode.LoadScratch or StepCode.LoadXScratch) live |= 1u << (int)node.K;
        return live;
    }

    private static uint Written(JitNode node)
    {
        if (node.Code is StepCode.Store or StepCode.StoreX) return 1u << (int)node.K;
        return node.WritesA ? A : node.WritesX ? X : 0;
    }
}

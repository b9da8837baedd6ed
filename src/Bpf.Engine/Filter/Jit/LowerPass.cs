namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// First pass: instructions become nodes. Only what some path reaches is looked at, because nothing else was verified: the default profile
/// lets anything stand where no path leads. Relative jumps become indices; a constant shift that has no result becomes the rejection it is.
/// </summary>
internal static class LowerPass
{
    public static JitProgram Run(ReadOnlySpan<Instruction> instructions)
    {
        var nodes = new JitNode?[instructions.Length];
        var isReached = new bool[instructions.Length];
        isReached[0] = true;
        for (var index = 0; index < nodes.Length; index++)
        {
            if (!isReached[index]) continue;
            var node = nodes[index] = Lower(OpcodeTable.ToStep(instructions[index]), index);
            if (node.Next != JitNode.Nowhere) isReached[node.Next] = true;
            if (node.Otherwise != JitNode.Nowhere) isReached[node.Otherwise] = true;
        }

        var program = new JitProgram(nodes);
        program.Prune();
        return program;
    }

    private static JitNode Lower(Step step, int index)
    {
        var node = new JitNode(step.Code, step.K, index + 1, JitNode.Nowhere);
        if (node.IsTest) (node.Next, node.Otherwise) = (index + 1 + step.JumpTrue, index + 1 + step.JumpFalse);
        else if (node.IsReturn) node.Next = JitNode.Nowhere;
        else if (node.Code == StepCode.Jump) node.BecomeJump((int)(index + 1 + step.K));
        else if (node.Code is StepCode.ShiftLeft or StepCode.ShiftRight && step.K >= OpcodeTable.RegisterBits) node.BecomeReject();
        return node;
    }
}

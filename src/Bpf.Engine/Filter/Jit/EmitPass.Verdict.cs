using System.Reflection.Emit;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// The last question of a path, "is it one of these?", is answered by calculation and not by jumps. Which way it goes depends on the traffic, so a
/// processor often guesses wrong and throws away some 15 cycles of work; comparing with a handful of constants takes fewer than that.
/// </summary>
internal sealed partial class EmitPass
{
    // Beyond this the comparisons cost more than a wrong guess now and then; jumps then lead to a rest that is short enough.
    private const int MaxTerms = 6;

    /// <summary>
    /// For tests in a row on the same A, of which any that holds gives one verdict, and none of which holding gives another:
    /// <c>ret (test | test | …) ? verdict : other</c>, without a jump. False, with nothing emitted, if the node does not start such a row.
    /// </summary>
    private bool TryEmitVerdict(JitNode first)
    {
        var count = 1;
        var last = first;
        while (program.Nodes[last.Otherwise] is { IsTest: true } next && next.Next == first.Next && count < MaxTerms)
        {
            last = next;
            count++;
        }

        if (program.Nodes[first.Next] is not { Code: StepCode.Return, K: var verdict }) return false;
        if (program.Nodes[last.Otherwise] is not { Code: StepCode.Return, K: var other }) return false;

        var test = first;
        EmitTruth(test);
        while (test != last)
        {
            test = program.Nodes[test.Otherwise]!;
            EmitTruth(test);
            code.Emit(OpCodes.Or);
        }

        // 0 or 1 becomes no bits or all bits, which choose.
        code.Emit(OpCodes.Neg);
        Constant(verdict ^ other);
        code.Emit(OpCodes.And);
        if (other != 0)
        {
            Constant(other);
            code.Emit(OpCodes.Xor);
        }

        code.Emit(OpCodes.Ret);
        return true;
    }

    /// <summary>Puts 1 on the stack if the test holds, else 0.</summary>
    private void EmitTruth(JitNode test)
    {
        code.Emit(OpCodes.Ldloc, a);
        EmitOperand(test);
        switch (test.ReadsX ? test.Code - 1 : test.Code)
        {
            case StepCode.JumpIfEqual:
                code.Emit(OpCodes.Ceq);
                break;
            case StepCode.JumpIfGreater:
                code.Emit(OpCodes.Cgt_Un);
                break;
            case StepCode.JumpIfGreaterOrEqual:
                code.Emit(OpCodes.Clt_Un);
                Constant(0);
                code.Emit(OpCodes.Ceq);
                break;
            default:
                code.Emit(OpCodes.And);
                Constant(0);
                code.Emit(OpCodes.Cgt_Un);
                break;
        }
    }
}

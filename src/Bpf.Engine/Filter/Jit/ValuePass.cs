using System.Diagnostics;
using static Bpf.Engine.Filter.Jit.ValueState;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Second pass: what values can be where. Every register carries a range; a load of a half word gives 0 to 65535, a test that held or did not
/// narrows A on the path behind it, a join keeps what both sides know.
///
/// It pays in four ways. An operand X that is constant becomes a constant of the instruction, an offset X + k a fixed offset. A division
/// or a shift whose X is known to have a result needs no look at it. A test whose answer is known disappears; and since knowledge is kept
/// for each edge before the join, a path jumps past a test that is open for others but decided for it (jump threading: programs that
/// were not optimised ask the same question again and again). What follows a load that can never fit is dead.
/// </summary>
internal static class ValuePass
{
    public static void Run(JitProgram program)
    {
        var states = new ValueState[program.Nodes.Length];
        var isReached = new bool[program.Nodes.Length];
        // All registers are 0 at the start, which is what the default is.
        isReached[program.Entry] = true;
        for (var index = program.Entry; index < program.Nodes.Length; index++)
        {
            if (!isReached[index]) continue;
            var node = program.Nodes[index]!;
            ref var state = ref states[index];
            Simplify(node, ref state);
            if (node.IsReturn) continue;
            if (!node.IsTest)
            {
                node.Next = Lead(node.Next, state);
                continue;
            }

            var holds = state;
            var fails = state;
            if (Decide(node, state) is { } answer)
            {
                node.BecomeJump(answer ? node.Next : node.Otherwise);
                node.Next = Lead(node.Next, state);
                continue;
            }

            Narrow(node, ref holds[A], ref fails[A]);
            node.Next = Lead(node.Next, holds);
            node.Otherwise = Lead(node.Otherwise, fails);
        }

        program.Prune();

        // Follows the edge past what is decided on it, and brings its knowledge to where it ends.
        int Lead(int target, in ValueState known)
        {
            while (true)
            {
                var node = program.Nodes[target]!;
                if (node.Code == StepCode.Jump) target = node.Next;
                else if (node.IsTest && Decide(node, known) is { } answer) target = answer ? node.Next : node.Otherwise;
                else break;
            }

            if (isReached[target])
            {
                states[target].Join(known);
            }
            else
            {
                states[target] = known;
                isReached[target] = true;
            }

            return target;
        }
    }

    /// <summary>Rewrites the node with what is known before it, and makes of that what is known behind it.</summary>
    private static void Simplify(JitNode node, ref ValueState state)
    {
        if (node.IsArithmetic)
        {
            Calculate(node, ref state);
            return;
        }

        if (node.IsIndexed && state[X].IsConstant) MakeFixed(node, state[X].Low);
        if (node.IsTest && node.ReadsX && state[X].IsConstant) node.Become(node.Code - 1, state[X].Low);
        // No frame is longer than int.MaxValue: a load from behind that rejects every frame.
        if (node.LoadSize > 0 && (ulong)node.K + node.LoadSize + (node.IsIndexed ? state[X].Low : 0) > int.MaxValue) node.BecomeReject();
        switch (node.Code)
        {
            case StepCode.LoadImmediate: state[A] = new(node.K); break;
            case StepCode.LoadByte or StepCode.LoadByteIndexed: state[A] = new(0, byte.MaxValue); break;
            case StepCode.LoadHalf or StepCode.LoadHalfIndexed: state[A] = new(0, ushort.MaxValue); break;
            case StepCode.LoadWord or StepCode.LoadWordIndexed or StepCode.LoadLength: state[A] = ValueRange.Any; break;
            case StepCode.LoadScratch: Set(node, ref state[A], state[(int)node.K], StepCode.LoadImmediate); break;
            case StepCode.LoadXImmediate: state[X] = new(node.K); break;
            case StepCode.LoadXLength: state[X] = ValueRange.Any; break;
            case StepCode.LoadXScratch: Set(node, ref state[X], state[(int)node.K], StepCode.LoadXImmediate); break;
            case StepCode.LoadXHeaderLength: state[X] = new(0, 0xf << 2); break;
            case StepCode.Store: state[(int)node.K] = state[A]; break;
            case StepCode.StoreX: state[(int)node.K] = state[X]; break;
            case StepCode.CopyAToX: Set(node, ref state[X], state[A], StepCode.LoadXImmediate); break;
            case StepCode.CopyXToA: Set(node, ref state[A], state[X], StepCode.LoadImmediate); break;
            case StepCode.ReturnA when state[A].IsConstant: node.Become(StepCode.Return, state[A].Low); break;
        }
    }

    /// <summary>Takes over what another register is known to be; a constant is not copied but written.</summary>
    private static void Set(JitNode node, ref ValueRange register, ValueRange value, StepCode immediate)
    {
        register = value;
        if (value.IsConstant) node.Become(immediate, value.Low);
    }

    private static void MakeFixed(JitNode node, uint x)
    {
        if ((ulong)x + node.K > int.MaxValue)
        {
            node.BecomeReject();
            return;
        }

        node.Become(node.Code - (StepCode.LoadWordIndexed - StepCode.LoadWord), x + node.K);
    }

    private static void Calculate(JitNode node, ref ValueState state)
    {
        var operation = node.Code;
        var operand = new ValueRange(node.K);
        if (node.ReadsX)
        {
            // The form with a constant operand stands in front of the one with X.
            operation--;
            operand = state[X];
            var fits = operation switch
            {
                StepCode.Divide or StepCode.Modulo => new ValueRange(1, uint.MaxValue),
                StepCode.ShiftLeft or StepCode.ShiftRight => new ValueRange(0, OpcodeTable.RegisterBits - 1),
                _ => ValueRange.Any,
            };
            if (operand.High < fits.Low || operand.Low > fits.High)
            {
                node.BecomeReject();
                return;
            }

            node.IsSafe = operand.Low >= fits.Low && operand.High <= fits.High;
            // A path that goes on has an X that has a result.
            operand = state[X] = new(Math.Max(operand.Low, fits.Low), Math.Min(operand.High, fits.High));
            // Only what is constant without the look may lose it.
            if (node.IsSafe && operand.IsConstant) node.Become(operation, operand.Low);
        }

        var before = state[A];
        state[A] = ValueRange.Of(operation, before, operand);
        // What may end the program stays, whatever its result.
        if (node.ReadsX && !node.IsSafe) return;
        if (state[A].IsConstant) node.Become(StepCode.LoadImmediate, state[A].Low);
        else if (!node.ReadsX && ChangesNothing(operation, node.K, before)) MakeNothing(node, ref state, before);
    }

    private static bool ChangesNothing(StepCode operation, uint k, ValueRange a) => operation switch
    {
        StepCode.Add or StepCode.Subtract or StepCode.Or or StepCode.Xor or StepCode.ShiftLeft or StepCode.ShiftRight => k == 0,
        StepCode.Multiply or StepCode.Divide => k == 1,
        StepCode.Modulo => a.High < k,
        StepCode.And => (k & (k + 1)) == 0 && a.High <= k,
        _ => false,
    };

    private static void MakeNothing(JitNode node, ref ValueState state, ValueRange before)
    {
        node.BecomeJump(node.Next);
        state[A] = before;
    }

    /// <summary>The answer of a test, if what is known settles it.</summary>
    private static bool? Decide(JitNode node, in ValueState state)
    {
        var a = state[A];
        var operand = node.ReadsX ? state[X] : new ValueRange(node.K);
        switch (node.ReadsX ? node.Code - 1 : node.Code)
        {
            case StepCode.JumpIfEqual:
                if (a.IsConstant && operand.IsConstant && a.Low == operand.Low) return true;
                return a.High < operand.Low || a.Low > operand.High ? false : null;
            case StepCode.JumpIfGreater:
                return a.Low > operand.High ? true : a.High <= operand.Low ? false : null;
            case StepCode.JumpIfGreaterOrEqual:
                return a.Low >= operand.High ? true : a.High < operand.Low ? false : null;
            case StepCode.JumpIfSet:
                if (a.IsConstant && operand.IsConstant) return (a.Low & operand.Low) != 0;
                return a.High == 0 || operand.High == 0 ? false : null;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>What A can be when an open test holds, and when it does not.</summary>
    private static void Narrow(JitNode node, ref ValueRange holds, ref ValueRange fails)
    {
        var k = node.K;
        switch (node.Code)
        {
            case StepCode.JumpIfEqual:
                holds = new(k);
                if (k == fails.Low) fails = fails with { Low = k + 1 };
                else if (k == fails.High) fails = fails with { High = k - 1 };
                break;
            case StepCode.JumpIfGreater:
                holds = holds with { Low = Math.Max(holds.Low, k + 1) };
                fails = fails with { High = Math.Min(fails.High, k) };
                break;
            case StepCode.JumpIfGreaterOrEqual:
                holds = holds with { Low = Math.Max(holds.Low, k) };
                fails = fails with { High = Math.Min(fails.High, k - 1) };
                break;
            case StepCode.JumpIfSet:
                holds = holds with { Low = Math.Max(holds.Low, 1) };
                break;
        }
    }
}

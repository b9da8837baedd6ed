using System.Buffers.Binary;
using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Last pass: nodes become instructions of the runtime's intermediate language, which its compiler turns into machine code. One local a register,
/// one a scratch word that is used; all rejections are one place at the end, behind the paths that accept.
///
/// What reaches memory is here and nowhere else: <see cref="EmitLoad"/>.
/// </summary>
internal sealed partial class EmitPass
{
    private static readonly MethodInfo TurnWord = Turn(typeof(uint));
    private static readonly MethodInfo TurnHalf = Turn(typeof(ushort));

    private readonly JitProgram program;
    private readonly ILGenerator code;
    private readonly Label?[] labels;

    // Whether some emitted node leads there. Others are left out: where a verdict is calculated, the tests behind the first are in it.
    private readonly bool[] isLedTo;
    private readonly LocalBuilder?[] scratch = new LocalBuilder?[OpcodeTable.ScratchWords];
    private readonly LocalBuilder a;
    private readonly LocalBuilder x;
    private readonly Label reject;
    private bool rejects;

    private EmitPass(JitProgram program, ILGenerator code)
    {
        this.program = program;
        this.code = code;
        labels = new Label?[program.Nodes.Length];
        isLedTo = new bool[program.Nodes.Length];
        reject = code.DefineLabel();
        // A is local 0, X local 1. Locals are 0 at the start, as registers are.
        a = code.DeclareLocal(typeof(uint));
        x = code.DeclareLocal(typeof(uint));
    }

    /// <summary>Writes the body of a method whose arguments are a reference to the frame's first byte, the frame's length and its wire length.</summary>
    public static void Run(JitProgram program, ILGenerator code) => new EmitPass(program, code).Run();

    private void Run()
    {
        isLedTo[program.Entry] = true;
        for (var index = program.Entry; index < program.Nodes.Length; index++)
        {
            if (!isLedTo[index]) continue;
            var node = program.Nodes[index]!;
            code.MarkLabel(LabelOf(index));
            Emit(node);
            if (node.IsReturn || (node.IsTest && TryEmitVerdict(node))) continue;
            if (node.IsTest) EmitTest(node, index);
            else EmitJump(node.Next, index);
        }

        if (!rejects) return;
        code.MarkLabel(reject);
        code.Emit(OpCodes.Ldc_I4_0);
        code.Emit(OpCodes.Ret);
    }

    private void Emit(JitNode node)
    {
        EmitChecks(node);
        if (node.IsUnread) return;
        if (node.IsArithmetic)
        {
            EmitArithmetic(node);
            return;
        }

        switch (node.Code)
        {
            case StepCode.LoadImmediate: Constant(node.K); code.Emit(OpCodes.Stloc, a); break;
            case StepCode.LoadLength: code.Emit(OpCodes.Ldarg_2); code.Emit(OpCodes.Stloc, a); break;
            case StepCode.LoadScratch: code.Emit(OpCodes.Ldloc, Word(node)); code.Emit(OpCodes.Stloc, a); break;
            case StepCode.LoadXImmediate: Constant(node.K); code.Emit(OpCodes.Stloc, x); break;
            case StepCode.LoadXLength: code.Emit(OpCodes.Ldarg_2); code.Emit(OpCodes.Stloc, x); break;
            case StepCode.LoadXScratch: code.Emit(OpCodes.Ldloc, Word(node)); code.Emit(OpCodes.Stloc, x); break;
            case StepCode.Store: code.Emit(OpCodes.Ldloc, a); code.Emit(OpCodes.Stloc, Word(node)); break;
            case StepCode.StoreX: code.Emit(OpCodes.Ldloc, x); code.Emit(OpCodes.Stloc, Word(node)); break;
            case StepCode.CopyAToX: code.Emit(OpCodes.Ldloc, a); code.Emit(OpCodes.Stloc, x); break;
            case StepCode.CopyXToA: code.Emit(OpCodes.Ldloc, x); code.Emit(OpCodes.Stloc, a); break;
            case StepCode.Return: Constant(node.K); code.Emit(OpCodes.Ret); break;
            case StepCode.ReturnA: code.Emit(OpCodes.Ldloc, a); code.Emit(OpCodes.Ret); break;
            case StepCode.LoadXHeaderLength:
                EmitLoad(node);
                Constant(0xf);
                code.Emit(OpCodes.And);
                Constant(2);
                code.Emit(OpCodes.Shl);
                code.Emit(OpCodes.Stloc, x);
                break;
            default:
                if (node.LoadSize == 0) break;
                EmitLoad(node);
                code.Emit(OpCodes.Stloc, a);
                break;
        }
    }

    private void EmitChecks(JitNode node)
    {
        if (node.Check != 0)
        {
            code.Emit(OpCodes.Ldarg_1);
            Constant(node.Check);
            code.Emit(OpCodes.Conv_U);
            code.Emit(OpCodes.Blt_Un, Reject());
        }

        if (node.CheckBehindX == 0) return;
        // In 64 bits, so that X + k cannot wrap [VM-2].
        code.Emit(OpCodes.Ldloc, x);
        code.Emit(OpCodes.Conv_U);
        Constant(node.CheckBehindX);
        code.Emit(OpCodes.Conv_U);
        code.Emit(OpCodes.Add);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Bgt_Un, Reject());
    }

    // SAFETY: CheckPass has put a check of at least this load's end on every path to it, or found one that is already there, for the same X.
    // Offsets are below 2^31 (ValuePass made rejections of the others) and X is taken as an unsigned number of 64 bits, so the sum is the
    // one that was checked.
    private void EmitLoad(JitNode node)
    {
        code.Emit(OpCodes.Ldarg_0);
        if (node.IsIndexed)
        {
            code.Emit(OpCodes.Ldloc, x);
            code.Emit(OpCodes.Conv_U);
            code.Emit(OpCodes.Add);
        }

        if (node.K != 0)
        {
            Constant(node.K);
            code.Emit(OpCodes.Add);
        }

        switch (node.LoadSize)
        {
            case 1:
                code.Emit(OpCodes.Ldind_U1);
                break;
            case 2:
                code.Emit(OpCodes.Unaligned, (byte)1);
                code.Emit(OpCodes.Ldind_U2);
                if (!node.IsRaw && BitConverter.IsLittleEndian) code.Emit(OpCodes.Call, TurnHalf);
                break;
            default:
                code.Emit(OpCodes.Unaligned, (byte)1);
                code.Emit(OpCodes.Ldind_U4);
                if (!node.IsRaw && BitConverter.IsLittleEndian) code.Emit(OpCodes.Call, TurnWord);
                break;
        }
    }

    private void EmitArithmetic(JitNode node)
    {
        if (node.ReadsX && !node.IsSafe) EmitOperandCheck(node.Code);
        code.Emit(OpCodes.Ldloc, a);
        if (node.Code != StepCode.Negate) EmitOperand(node);
        // A constant operand was verified: no division by 0, no shift that is too wide.
        code.Emit((node.ReadsX ? node.Code - 1 : node.Code) switch
        {
            StepCode.Add => OpCodes.Add,
            StepCode.Subtract => OpCodes.Sub,
            StepCode.Multiply => OpCodes.Mul,
            StepCode.Divide => OpCodes.Div_Un,
            StepCode.Modulo => OpCodes.Rem_Un,
            StepCode.Or => OpCodes.Or,
            StepCode.And => OpCodes.And,
            StepCode.Xor => OpCodes.Xor,
            StepCode.ShiftLeft => OpCodes.Shl,
            StepCode.ShiftRight => OpCodes.Shr_Un,
            StepCode.Negate => OpCodes.Neg,
            _ => throw new UnreachableException(),
        });
        code.Emit(OpCodes.Stloc, a);
    }

    /// <summary>Rejects an X that has no result.</summary>
    private void EmitOperandCheck(StepCode operation)
    {
        code.Emit(OpCodes.Ldloc, x);
        if (operation is StepCode.DivideX or StepCode.ModuloX)
        {
            code.Emit(OpCodes.Brfalse, Reject());
            return;
        }

        Constant(OpcodeTable.RegisterBits);
        code.Emit(OpCodes.Bge_Un, Reject());
    }

    private void EmitTest(JitNode node, int index)
    {
        // One of the sides usually follows, and the other is jumped to.
        var jumpsWhenFalse = program.Nodes[node.Next] is { IsReject: false } && Follows(node.Next, index);
        var target = jumpsWhenFalse ? node.Otherwise : node.Next;
        if (jumpsWhenFalse) isLedTo[node.Next] = true;
        code.Emit(OpCodes.Ldloc, a);
        EmitOperand(node);
        switch (node.ReadsX ? node.Code - 1 : node.Code)
        {
            case StepCode.JumpIfEqual:
                code.Emit(jumpsWhenFalse ? OpCodes.Bne_Un : OpCodes.Beq, LabelOf(target));
                break;
            case StepCode.JumpIfGreater:
                code.Emit(jumpsWhenFalse ? OpCodes.Ble_Un : OpCodes.Bgt_Un, LabelOf(target));
                break;
            case StepCode.JumpIfGreaterOrEqual:
                code.Emit(jumpsWhenFalse ? OpCodes.Blt_Un : OpCodes.Bge_Un, LabelOf(target));
                break;
            default:
                code.Emit(OpCodes.And);
                code.Emit(jumpsWhenFalse ? OpCodes.Brfalse : OpCodes.Brtrue, LabelOf(target));
                break;
        }

        if (!jumpsWhenFalse) EmitJump(node.Otherwise, index);
    }

    private void EmitJump(int target, int index)
    {
        if (Follows(target, index)) isLedTo[target] = true;
        else code.Emit(OpCodes.Br, LabelOf(target));
    }

    /// <summary>Nothing is emitted between <paramref name="index"/> and <paramref name="target"/>.</summary>
    private bool Follows(int target, int index)
    {
        for (var between = index + 1; between <= target; between++)
        {
            if (program.Nodes[between] is { IsReject: false }) return between == target;
        }

        return false;
    }

    private void EmitOperand(JitNode node)
    {
        if (node.ReadsX) code.Emit(OpCodes.Ldloc, x);
        else Constant(node.K);
    }

    private Label LabelOf(int index)
    {
        if (program.Nodes[index]!.IsReject && index != program.Entry) return Reject();
        isLedTo[index] = true;
        return labels[index] ??= code.DefineLabel();
    }

    private Label Reject()
    {
        rejects = true;
        return reject;
    }

    private LocalBuilder Word(JitNode node) => scratch[node.K] ??= code.DeclareLocal(typeof(uint));

    private void Constant(uint value) => code.Emit(OpCodes.Ldc_I4, unchecked((int)value));

    private static MethodInfo Turn(Type type) =>
        typeof(BinaryPrimitives).GetMethod(nameof(BinaryPrimitives.ReverseEndianness), [type])
        ?? throw new MissingMethodException(nameof(BinaryPrimitives), nameof(BinaryPrimitives.ReverseEndianness));
}

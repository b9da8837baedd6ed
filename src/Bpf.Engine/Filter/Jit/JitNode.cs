namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// One instruction on its way to machine code: what it does, where it leads, and what the passes found out about it.
/// Unlike an <see cref="Instruction"/> it names its successors by their index in <see cref="JitProgram.Nodes"/>, which are always greater than
/// its own; so passes may rewrite a node and lead past another without moving anything.
/// </summary>
internal sealed class JitNode(StepCode code, uint k, int next, int otherwise)
{
    /// <summary>No such successor.</summary>
    public const int Nowhere = -1;

    /// <summary>What it does. A <see cref="StepCode.Jump"/> does nothing and leads to <see cref="Next"/>.</summary>
    public StepCode Code { get; private set; } = code;

    /// <summary>The constant operand.</summary>
    public uint K { get; set; } = k;

    /// <summary>The node behind it; of a test, the node when it holds.</summary>
    public int Next { get; set; } = next;

    /// <summary>The node when a test does not hold.</summary>
    public int Otherwise { get; set; } = otherwise;

    /// <summary>The operand X needs no look before a division or a shift: its range is known to have a result.</summary>
    public bool IsSafe { get; set; }

    /// <summary>Every frame shorter than this is rejected from here on, whatever the registers hold. <see cref="NeedPass"/> finds it.</summary>
    public ulong Need { get; set; }

    /// <summary>The same for frames shorter than X + this, with the X at this node; 0 if nothing is known.</summary>
    public ulong NeedBehindX { get; set; }

    /// <summary>If not 0: reject frames shorter than this, before anything else. <see cref="CheckPass"/> decides it.</summary>
    public uint Check { get; set; }

    /// <summary>If not 0: reject frames shorter than X + this, before anything else.</summary>
    public uint CheckBehindX { get; set; }

    /// <summary>What is read at or behind this node before it is written: <see cref="LivenessPass"/>'s bits.</summary>
    public uint LiveIn { get; set; }

    /// <summary>What the node computes is not read by any other; only its check is left.</summary>
    public bool IsUnread { get; set; }

    /// <summary>The load leaves the bytes in the order of the frame; whoever reads them knows. <see cref="ByteOrderPass"/> decides it.</summary>
    public bool IsRaw { get; set; }

    /// <summary>Bytes that a load takes from the frame; 0 if the node is no such load.</summary>
    public uint LoadSize => Code switch
    {
        StepCode.LoadWord or StepCode.LoadWordIndexed => 4,
        StepCode.LoadHalf or StepCode.LoadHalfIndexed => 2,
        StepCode.LoadByte or StepCode.LoadByteIndexed or StepCode.LoadXHeaderLength => 1,
        _ => 0,
    };

    /// <summary>The load's offset is X + k.</summary>
    public bool IsIndexed => Code is StepCode.LoadWordIndexed or StepCode.LoadHalfIndexed or StepCode.LoadByteIndexed;

    /// <summary>Goes to one of two places.</summary>
    public bool IsTest => Code is >= StepCode.JumpIfEqual and <= StepCode.JumpIfSetX;

    /// <summary>Ends the program.</summary>
    public bool IsReturn => Code is StepCode.Return or StepCode.ReturnA;

    /// <summary>Ends the program with 0.</summary>
    public bool IsReject => Code == StepCode.Return && K == 0;

    /// <summary>Calculates A from A and an operand.</summary>
    public bool IsArithmetic => Code is >= StepCode.Add and <= StepCode.Negate;

    /// <summary>Takes X as an operand.</summary>
    public bool ReadsX => IsIndexed || Code is StepCode.StoreX or StepCode.CopyXToA
        or StepCode.AddX or StepCode.SubtractX or StepCode.MultiplyX or StepCode.DivideX or StepCode.ModuloX or StepCode.OrX or StepCode.AndX
        or StepCode.XorX or StepCode.ShiftLeftX or StepCode.ShiftRightX
        or StepCode.JumpIfEqualX or StepCode.JumpIfGreaterX or StepCode.JumpIfGreaterOrEqualX or StepCode.JumpIfSetX;

    /// <summary>Takes A as an operand.</summary>
    public bool ReadsA => IsArithmetic || IsTest || Code is StepCode.Store or StepCode.CopyAToX or StepCode.ReturnA;

    /// <summary>Gives A a value.</summary>
    public bool WritesA => IsArithmetic || Code is (>= StepCode.LoadImmediate and <= StepCode.LoadLength) or StepCode.CopyXToA;

    /// <summary>Gives X a value.</summary>
    public bool WritesX => Code is (>= StepCode.LoadXImmediate and <= StepCode.LoadXHeaderLength) or StepCode.CopyAToX;

    /// <summary>Does this instead, with the same successor.</summary>
    public void Become(StepCode code, uint k) => (Code, K) = (code, k);

    /// <summary>Ends the program with 0.</summary>
    public void BecomeReject()
    {
        Become(StepCode.Return, 0);
        (Next, Otherwise) = (Nowhere, Nowhere);
    }

    /// <summary>Does nothing and leads to <paramref name="target"/>.</summary>
    public void BecomeJump(int target)
    {
        Become(StepCode.Jump, 0);
        (Next, Otherwise) = (target, Nowhere);
    }
}

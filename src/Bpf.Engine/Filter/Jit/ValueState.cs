using System.Runtime.CompilerServices;

namespace Bpf.Engine.Filter.Jit;

/// <summary>What is known about all registers at one place: the scratch words in order, then A, then X.</summary>
[InlineArray(Count)]
internal struct ValueState
{
    public const int A = OpcodeTable.ScratchWords;
    public const int X = A + 1;
    public const int Count = X + 1;

    private ValueRange first;

    /// <summary>Keeps only what both states know.</summary>
    public void Join(in ValueState other)
    {
        for (var index = 0; index < Count; index++) this[index] = this[index].Join(other[index]);
    }
}

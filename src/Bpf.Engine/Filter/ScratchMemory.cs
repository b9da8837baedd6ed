using System.Runtime.CompilerServices;

namespace Bpf.Engine.Filter;

/// <summary>The scratch words M[0] to M[15], in place on the stack; 0 at the start.</summary>
[InlineArray(OpcodeTable.ScratchWords)]
internal struct ScratchMemory
{
    private uint first;
}

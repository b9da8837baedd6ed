using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// A way into machine code, without what a delegate puts in front of it: a load and a second argument, 0.3 of the 1.6 ns that an empty call
/// takes (docs/decisions/010-filter-jit.md). It keeps nothing alive: whoever calls holds the <see cref="CompiledFilter"/> until the call has
/// returned.
/// </summary>
internal readonly unsafe struct FilterCode
{
    private readonly delegate*<ref byte, nuint, uint, uint> entry;

    private FilterCode(nint entry) => this.entry = (delegate*<ref byte, nuint, uint, uint>)entry;

    /// <summary>There is no code; the default value.</summary>
    public bool IsNone => entry is null;

    /// <summary>The way into <paramref name="method"/>, which was compiled and has the parameters of <see cref="FilterJit"/>.</summary>
    public static FilterCode Of(DynamicMethod method) => new(Describe(method).GetFunctionPointer());

    /// <summary>The verdict over a frame.</summary>
    // SAFETY: the code reads bytes from the frame's first up to its length and no others (EmitPass, CheckPass), its parameters are these
    // (FilterJit), and the caller keeps it alive.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint Run(ReadOnlySpan<byte> frame, uint wireLength) =>
        entry(ref MemoryMarshal.GetReference(frame), (uint)frame.Length, wireLength);

    // There is no public way from a dynamic method to a pointer that managed code may call.
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "GetMethodDescriptor")]
    private static extern RuntimeMethodHandle Describe(DynamicMethod method);
}

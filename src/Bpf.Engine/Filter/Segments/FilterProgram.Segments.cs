using System.Buffers;
using Bpf.Engine.Tap;

namespace Bpf.Engine.Filter;

// Programs over frames in several segments [VM-3]. The verdict is that of the flat frame; how it is reached depends on how far into a frame
// the program can look at all:
//
//   the first segment reaches that far        the flat engine on it alone: a load of the rest cannot happen
//   the program looks at the front only       its reach is gathered into a few words of the stack, then the flat engine
//   it may look anywhere                      the interpreter over segments
//
// The first two are nearly all programs that compilers make, and run as machine code where that is to be had.
public sealed partial class FilterProgram
{
    // Headers of link, network and transport layer with options and tags are within it, and copying it costs some 5 ns.
    private const int LargestGatheredBytes = 256;

    private const int NotMeasured = -1;

    // Measured at the first frame in segments. Threads that race for it write the same.
    private int reach = NotMeasured;

    /// <summary>
    /// Bytes from the front of a frame that the program can look at: what stands behind them has no influence on its verdict, except through
    /// their being there. <see cref="int.MaxValue"/> when there is no telling.
    /// </summary>
    internal int Reach
    {
        get
        {
            var known = Volatile.Read(ref reach);
            if (known != NotMeasured) return known;
            known = FilterReach.Measure(steps);
            Volatile.Write(ref reach, known);
            return known;
        }
    }

    /// <summary>
    /// Runs the program over a frame in several segments, any of which may be empty (bpf_mfilter): the verdict that <see cref="Run"/> gives for
    /// the same bytes in one piece. Allocates nothing, any thread.
    /// </summary>
    /// <param name="frame">The bytes that are present, link-layer header first.</param>
    /// <param name="wireLength">Bytes the frame had on the wire, which length loads give.</param>
    public uint RunSegments(in ReadOnlySequence<byte> frame, uint wireLength) => RunSegments(new FrameSegments(in frame), wireLength);

    /// <inheritdoc cref="RunSegments(in ReadOnlySequence{byte}, uint)"/>
    public uint RunSegments(scoped in FrameSegments frame, uint wireLength)
    {
        var first = frame.First;
        var needed = Math.Min(Reach, frame.Length);
        // A load that is out of range in the front alone is so in the whole: either the front is the whole, or no load goes behind the front.
        if (first.Length >= needed) return Run(first, wireLength);
        if (needed > LargestGatheredBytes) return SegmentInterpreter.Run(this, in frame, wireLength);
        Span<byte> front = stackalloc byte[LargestGatheredBytes];
        return Run(front[..frame.CopyTo(front[..(int)needed])], wireLength);
    }
}

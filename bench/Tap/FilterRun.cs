using Bpf.Engine.Filter;

namespace TapBench;

/// <summary>The filter alone, so that a reader of the figures can tell its share.</summary>
internal sealed class FilterRun(FrameSet frames, FilterProgram filter) : IRun
{
    /// <summary>Whether every verdict so far was to accept.</summary>
    public bool AcceptsAll { get; private set; } = true;

    public void Pass()
    {
        var least = uint.MaxValue;
        for (var i = 0; i < frames.Count; i++) least = Math.Min(least, filter.Run(frames.Bytes(i), (uint)frames.Length));
        AcceptsAll &= least >= frames.Length;
    }
}

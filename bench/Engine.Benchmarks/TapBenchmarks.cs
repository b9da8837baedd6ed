using BenchmarkDotNet.Attributes;
using Bpf.Engine.Filter;
using TapBench;

namespace EngineBenchmarks;

/// <summary>From the tap to the hold buffer: 4,096 frames or a little less a pass, so the times are of a pass and not of a frame.</summary>
[MemoryDiagnoser]
public class TapBenchmarks : IDisposable
{
    private FrameSet frames = null!;
    private BareCopy copy = null!;
    private TapRun filtered = null!;
    private TapRun unfiltered = null!;

    /// <summary>Bytes of a frame.</summary>
    [Params(64, 1514)]
    public int FrameBytes { get; set; }

    /// <summary>Opens the devices.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var program = Filters.Compile(Filters.Usual);
        program.Use(FilterEngine.Jit);
        frames = new FrameSet(FrameBytes);
        copy = new BareCopy(frames, copies: 1);
        filtered = new TapRun(frames, [program]);
        unfiltered = new TapRun(frames, [null]);
    }

    /// <summary>A header and the bytes, nothing else.</summary>
    [Benchmark(Baseline = true)]
    public void BareCopy() => copy.Pass();

    /// <summary>A device without a filter.</summary>
    [Benchmark]
    public void TapWithoutFilter() => unfiltered.Pass();

    /// <summary>A device whose filter accepts.</summary>
    [Benchmark]
    public void Tap() => filtered.Pass();

    /// <summary>Closes the devices.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        filtered.Dispose();
        unfiltered.Dispose();
        copy.Dispose();
        frames.Dispose();
        GC.SuppressFinalize(this);
    }
}

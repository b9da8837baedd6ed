namespace TapBench;

/// <summary>
/// Runs take turns, so that whatever else the machine does falls on all of them alike, and each figure is the median of its rounds. A comparison
/// is made within a round, between runs that stood next to each other, before the median is taken.
/// </summary>
internal sealed class Rounds
{
    private const int RoundCount = 61;

    // Long enough for the clock and for a change of caches, short enough for an undisturbed turn on a busy machine.
    private const long TurnNs = 3_000_000;

    private readonly Dictionary<string, (IRun Run, int Frames, int Passes, double[] Ns)> runs = [];

    public long AllocatedBytes { get; private set; }

    public void Add(string name, IRun run, int frames) => runs.Add(name, (run, frames, 0, new double[RoundCount]));

    public void Measure()
    {
        WarmUp();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < RoundCount; round++)
        {
            foreach (var (run, frames, passes, ns) in runs.Values) ns[round] = Time(run, passes) / ((double)frames * passes);
        }

        // The walk over the runs allocates nothing itself: the enumerator of a dictionary is a struct.
        AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Nanoseconds a frame.</summary>
    public double Ns(string name) => Median(runs[name].Ns);

    /// <summary>How much longer a frame takes in one than in the other.</summary>
    public double Extra(string name, string than) => Median(runs[name].Ns.Zip(runs[than].Ns, (ns, other) => ns - other));

    /// <summary>How many times as long.</summary>
    public double Ratio(string name, string to) => Median(runs[name].Ns.Zip(runs[to].Ns, (ns, other) => ns / other));

    // Until the code is compiled for good, which a background thread does some 100 ms after it became clear what is worth it, in two steps.
    private void WarmUp()
    {
        for (var step = 0; step < 4; step++)
        {
            foreach (var run in runs.Values)
            {
                for (var pass = 0; pass < 20; pass++) run.Run.Pass();
            }

            Thread.Sleep(250);
        }

        foreach (var (name, run) in runs.ToArray())
        {
            var passNs = Enumerable.Range(0, 5).Min(_ => Time(run.Run, 1));
            runs[name] = run with { Passes = Math.Max(1, (int)(TurnNs / passNs)) };
        }
    }

    private static long Time(IRun run, int passes)
    {
        var start = ThreadClock.Nanoseconds;
        for (var pass = 0; pass < passes; pass++) run.Pass();
        return ThreadClock.Nanoseconds - start;
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}

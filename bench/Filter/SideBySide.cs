using Bpf.Engine.Filter;

namespace FilterBench;

/// <summary>Runs one program by all sides over the same frames, in turns, so that whatever else the machine does falls on all alike.</summary>
internal sealed class SideBySide(NativeLoops loops)
{
    /// <param name="number">The program's number among the translated ones.</param>
    /// <param name="compiled">The program as machine code.</param>
    /// <param name="interpreted">The same program, interpreted.</param>
    /// <param name="traffic">The frames.</param>
    /// <param name="passes">How often a side runs over all of them before the next has its turn.</param>
    /// <param name="rounds">How many turns each side has.</param>
    /// <exception cref="InvalidOperationException">Two sides give different verdicts.</exception>
    public Comparison Measure(int number, FilterProgram compiled, FilterProgram interpreted, Traffic traffic, int passes, int rounds)
    {
        var verdicts = loops.LibpcapVerdicts(compiled, traffic);
        if (!verdicts.SequenceEqual(loops.NativeVerdicts(number, traffic))
            || !verdicts.SequenceEqual(ManagedLoops.Verdicts(compiled, traffic))
            || !verdicts.SequenceEqual(ManagedLoops.Verdicts(interpreted, traffic)))
            throw new InvalidOperationException($"The sides disagree about this program:\n{Disassembler.Format(compiled)}");

        // What every run of a side adds up to.
        var expected = (ulong)passes * verdicts.Aggregate(0ul, (sum, verdict) => sum + verdict);
        double[] libpcap = new double[rounds], call = new double[rounds], native = new double[rounds], interpreter = new double[rounds], jit = new double[rounds];
        for (var round = 0; round < rounds; round++)
        {
            var sums = new ulong[4];
            libpcap[round] = loops.TimeLibpcap(compiled, traffic, passes, ref sums[0]);
            jit[round] = ManagedLoops.Time(loops, compiled, traffic, passes, ref sums[1]);
            native[round] = loops.TimeNative(number, traffic, passes, ref sums[2]);
            interpreter[round] = ManagedLoops.Time(loops, interpreted, traffic, passes, ref sums[3]);
            call[round] = loops.TimeNothing(traffic, passes);
            if (Array.Exists(sums, sum => sum != expected)) throw new InvalidOperationException("A side changed its verdicts while it was measured.");
        }

        var frames = (double)traffic.Count * passes;
        return new Comparison(
            verdicts.Count(verdict => verdict != 0) / (double)traffic.Count,
            Median(libpcap) / frames, Median(call) / frames, Median(native) / frames, Median(interpreter) / frames, Median(jit) / frames);
    }

    private static double Median(double[] times) => times.Order().ElementAt(times.Length / 2);
}

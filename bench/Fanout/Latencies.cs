namespace Fanout;

/// <summary>A histogram of whole milliseconds; what takes longer than ten seconds counts as that. One thread at a time.</summary>
internal sealed class Latencies
{
    private readonly long[] counts = new long[10_001];

    public void Add(long milliseconds) => counts[Math.Clamp(milliseconds, 0, counts.Length - 1)]++;

    public void Add(Latencies others)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += others.counts[i];
    }

    public void Clear() => Array.Clear(counts);

    /// <summary>The milliseconds within which the given part of all came, rounded down; 0 of none.</summary>
    public int At(double part)
    {
        var wanted = (long)Math.Ceiling(counts.Sum() * part);
        long passed = 0;
        for (var i = 0; i < counts.Length; i++)
        {
            passed += counts[i];
            if (wanted > 0 && passed >= wanted) return i;
        }

        return 0;
    }
}

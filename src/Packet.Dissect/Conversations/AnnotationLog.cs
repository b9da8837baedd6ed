namespace Packet.Dissect.Conversations;

/// <summary>
/// Annotations in packet order. They are added as packets arrive, so the log is sorted by itself and found by bisection.
/// A ring that grows to its limit; from there the oldest goes for each new one.
/// </summary>
internal sealed class AnnotationLog
{
    private const int FirstCapacity = 256;

    private readonly int maxCount;
    private readonly DissectionCounters counters;
    private Annotation[] ring;
    private int start;
    private int count;

    internal AnnotationLog(int maxCount, DissectionCounters counters)
    {
        this.maxCount = Math.Max(1, maxCount);
        this.counters = counters;
        ring = new Annotation[Math.Min(this.maxCount, FirstCapacity)];
    }

    internal int Count => count;

    internal void Add(in Annotation annotation)
    {
        if (count == ring.Length && count < maxCount) Grow();
        if (count == ring.Length)
        {
            start = (start + 1) % ring.Length;
            count--;
            counters.EvictedAnnotations++;
        }

        ring[(start + count) % ring.Length] = annotation;
        count++;
    }

    internal bool TryFind(long number, out Annotation annotation)
    {
        int low = 0, high = count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            ref var candidate = ref ring[(start + middle) % ring.Length];
            if (candidate.Number == number)
            {
                annotation = candidate;
                return true;
            }

            if (candidate.Number < number) low = middle + 1;
            else high = middle - 1;
        }

        annotation = default;
        return false;
    }

    internal void Clear()
    {
        start = 0;
        count = 0;
        ring = new Annotation[Math.Min(maxCount, FirstCapacity)];
    }

    private void Grow()
    {
        var larger = new Annotation[(int)Math.Min(maxCount, ring.Length * 2L)];
        for (var i = 0; i < count; i++) larger[i] = ring[(start + i) % ring.Length];
        ring = larger;
        start = 0;
    }
}
